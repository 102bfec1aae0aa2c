import { prisma } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Claim } from "./claim";
import { EventWriter } from "./event-writer";
import { finish } from "./finish";
import type { Lease } from "./lease";
import { agentCtx } from "./run";

/**
 * Ends an execution that cannot even be looked at, because its service or its action is not known any more: it would be tried again for
 * ever otherwise. Throws what is not such a refusal.
 */
export async function giveUp(claim: Claim, lease: Lease, error: unknown): Promise<null> {
  if (!(error instanceof AppError)) throw error;
  const started = await prisma().executionStep.count({ where: { executionId: claim.id } });
  const what = started > 0 ? "A command had been started, and what it did was not looked at" : "Nothing was run";
  await finish(
    {
      ctx: agentCtx(claim),
      claim,
      writer: new EventWriter(claim, lease.lost),
      lease,
      healthBefore: claim.healthBefore,
    },
    { state: "failed", outcome: `${what}: ${error.message}`, healthAfter: null, incident: "escalate" },
  );
  return null;
}
