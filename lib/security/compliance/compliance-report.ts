import type { z } from "zod";
import { verifyChain } from "@/lib/audit";
import type { Verification } from "@/lib/audit/contract";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { type ComplianceCheck, ComplianceQuery, type ComplianceReport } from "../contract";
import type { Check } from "./check";
import { approvals, permits, unsettled } from "./executions";
import { apiKeys } from "./keys";
import { owners, secondFactors, sessions, signIns } from "./people";
import { events, retention, signature } from "./records";

const checks: readonly Check[] = [
  signature,
  permits,
  approvals,
  unsettled,
  owners,
  secondFactors,
  apiKeys,
  sessions,
  signIns,
  events,
  retention,
];

const DAY_MS = 86_400_000;

/**
 * What was checked and what was found, in words and figures. Each statement is computed from stored rows while it is asked for; what
 * Nightshift cannot know (how the machines are run, who holds the secrets) is not in it.
 */
export async function complianceReport(ctx: Ctx, raw: z.input<typeof ComplianceQuery>): Promise<ComplianceReport> {
  require(ctx, "administer");
  const { days } = ComplianceQuery.parse(raw);
  const to = clock.now();
  const from = new Date(to.getTime() - days * DAY_MS);
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: ctx.organizationId } });
  const audit = await verifyChain(ctx);
  const results: ComplianceCheck[] = [chainIntact(audit)];
  // One after the other: a report must not take the connections of everybody else.
  for (const { run, ...check } of checks) {
    results.push({ ...check, ...(await run({ organizationId: ctx.organizationId, from, to })) });
  }
  const count = (state: ComplianceCheck["state"]) => results.filter((one) => one.state === state).length;
  const counts = {
    passed: count("passed"),
    attention: count("attention"),
    failed: count("failed"),
    informative: count("informative"),
  };
  return {
    organization: { id: organization.id, name: organization.name },
    generated_at: clock.now().toISOString(),
    from: from.toISOString(),
    to: to.toISOString(),
    text: inWords(organization.name, from, to, counts, results),
    counts,
    checks: results,
    audit,
  };
}

const chainIntact = (audit: Verification): ComplianceCheck => ({
  id: "audit-chain",
  title: "The audit chain is intact",
  checked:
    "Every entry of the chain was recomputed: its content against its hash, its place, the hash before it, the head, the signature",
  state: audit.intact ? "passed" : "failed",
  found: audit.text,
  figures: { entries: audit.entries, intact: audit.intact, signature: audit.signature },
});

const marks = { passed: "Passed", attention: "Needs attention", failed: "FAILED", informative: "For information" };

function inWords(
  name: string,
  from: Date,
  to: Date,
  counts: ComplianceReport["counts"],
  results: ComplianceCheck[],
): string {
  const head = `Security report of ${name}, ${from.toISOString()} to ${to.toISOString()}: ${counts.passed} passed, ${counts.attention} need attention, ${counts.failed} failed, ${counts.informative} for information.`;
  return [head, ...results.map((one) => `${marks[one.state]}: ${one.title}. ${one.found}.`.replace("..", "."))].join(
    "\n",
  );
}
