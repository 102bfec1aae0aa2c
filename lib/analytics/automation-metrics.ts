import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import type { ExecutionState, ProposalState } from "@/lib/remediation/contract";
import { type AutomationMetrics, DashboardQuery } from "./contract";
import { countFixed, countOpened } from "./counts";
import { presentWindow, type Window, windowOf } from "./period";
import { shareOf } from "./spans";

/** How far automation carried: from the proposals made to the incidents it resolved. Each figure comes with what it was computed from. */
export async function automationMetrics(ctx: Ctx, raw: z.input<typeof DashboardQuery>): Promise<AutomationMetrics> {
  require(ctx, "read");
  const window = windowOf(DashboardQuery.parse(raw).period, clock.now());
  const question = `automation ${window.period} ${window.from.toISOString()}`;
  const [figures, unknown] = await Promise.all([
    whileUnchanged(ctx, question, () => figuresOf(ctx, window)),
    prisma().execution.count({ where: { organizationId: ctx.organizationId, state: "unknown" } }),
  ]);
  return { ...presentWindow(window), ...figures, unknown_now: unknown };
}

async function figuresOf(ctx: Ctx, window: Window) {
  const { from } = window;
  const [fixed, opened, [covered], proposals, executions] = await Promise.all([
    countFixed(ctx, window),
    countOpened(ctx, window),
    prisma().$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT incident.id)::int AS count FROM proposals AS proposal JOIN incidents AS incident ON incident.id = proposal.incident_id
      WHERE proposal.organization_id = ${ctx.organizationId}::uuid AND proposal.created_at >= ${from}
        AND incident.organization_id = ${ctx.organizationId}::uuid AND incident.created_at >= ${from}`,
    prisma().proposal.groupBy({
      by: ["state"],
      where: { organizationId: ctx.organizationId, createdAt: { gte: from } },
      _count: true,
    }),
    prisma().execution.groupBy({
      by: ["state"],
      where: { organizationId: ctx.organizationId, finishedAt: { gte: from } },
      _count: true,
    }),
  ]);
  const proposed = sharesOf<ProposalState>(proposals);
  const ended = sharesOf<ExecutionState>(executions);
  return {
    fixed_by_nightshift: fixed,
    proposed: shareOf(covered?.count ?? 0, opened.now),
    approved: proposed("approved"),
    rejected: proposed("rejected", "changes_requested"),
    undecided: proposed("proposed", "expired", "superseded"),
    succeeded: ended("succeeded"),
    rolled_back: ended("rolled_back"),
    failed: ended("failed"),
    cancelled: ended("cancelled"),
  };
}

function sharesOf<State extends string>(groups: { state: string; _count: number }[]) {
  const all = groups.reduce((total, { _count }) => total + _count, 0);
  return (...states: State[]) =>
    shareOf(
      groups.reduce((total, { state, _count }) => total + ((states as string[]).includes(state) ? _count : 0), 0),
      all,
    );
}
