import { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { inTransaction } from "@/lib/platform/db";
import { accountOf } from "./account";
import { ask } from "./ask";
import type { GitHubTestView } from "./contract";

const Limits = z.object({
  resources: z.object({ core: z.object({ limit: z.int(), remaining: z.int(), reset: z.int() }) }),
});

/** Asks GitHub whether it takes the organization's token. Whatever comes of it is told in words. */
export async function testGitHubConnection(ctx: Ctx): Promise<GitHubTestView> {
  require(ctx, "configure");
  const { organizationId } = ctx;
  const account = await accountOf(organizationId);
  if (!account) return { works: false, words: "GitHub is not connected." };
  // Of all questions this is the one that every kind of token may ask, and it uses up nothing.
  const heard = await ask(account, { path: ["rate_limit"], answer: Limits });
  const result = resultOf(heard);
  await inTransaction(async (tx) => {
    recordAudit(tx, ctx, {
      verb: "github.test",
      subject: { kind: "organization", id: organizationId },
      data: { works: result.works },
    });
  });
  return result;
}

function resultOf(heard: Awaited<ReturnType<typeof ask<typeof Limits>>>): GitHubTestView {
  if ("found" in heard) {
    const { limit, remaining } = heard.found.resources.core;
    const figure = (count: number) => count.toLocaleString("en-US");
    return {
      works: true,
      words: `GitHub takes the token; ${figure(remaining)} of ${figure(limit)} calls are left this hour.`,
    };
  }
  // An Enterprise server without limits says so with 404.
  if (heard.status === 404 && /rate limit/i.test(heard.problem))
    return { works: true, words: "GitHub takes the token, and does not limit calls." };
  return { works: false, words: `${heard.problem}.` };
}
