import type { Ctx } from "@/lib/auth";
import { openIncident, resolveIncidentIn, resolveOpenIncidentsOfService } from "@/lib/incidents";
import type { Tx } from "@/lib/platform/db";
import { describeFailure } from "./describe-failure";
import type { ProbeResult } from "./probe";
import { probeKinds } from "./probes/registry";
import type { Standing } from "./store-sample";
import { isBad } from "./verdict";
import type { Watched } from "./watched";

const SOURCE = "monitoring";
const CONFIRMED = 2;

/**
 * Two bad samples in a row open an incident, or join the one that alerts have opened about the service; further ones join it; two good
 * ones resolve what monitoring opened, and what alerts opened and no longer report.
 *
 * One incident is open per service and cause. When the cause changes (a full Redis dies) the new cause gets its own, and the older one
 * stays: that a service is down does not show that its memory is well again. An incident about not being let in is over once the
 * service has answered twice in a row, even when it answers with bad news: that belongs to another cause, and so to another incident.
 */
export async function detect(
  tx: Tx,
  ctx: Ctx,
  watched: Watched,
  result: ProbeResult,
  standing: Standing,
): Promise<void> {
  // First what opens, then what resolves: lib/incidents takes its locks in this order.
  if (isBad(result) && standing.bad_in_a_row >= CONFIRMED) {
    const failure = describeFailure(watched, result);
    await openIncident(tx, ctx, {
      serviceId: watched.id,
      serviceName: watched.name,
      affectedSystem: watched.name,
      ...failure,
      errorLogs: result.errorLines,
      metricsSnapshot: result.metrics,
      health: result.health,
      sampledAt: result.at,
      source: SOURCE,
      labels: { kind: watched.kind },
      isWatched: true,
      // Somebody has reported it before it was seen: that is the same trouble, until it turns out not to be.
      joins: "reported",
    });
  }
  if (!standing.has_open) return;
  if (standing.good_in_a_row >= CONFIRMED) {
    await resolveOpenIncidentsOfService(tx, ctx, {
      serviceId: watched.id,
      by: SOURCE,
      resolution: `Recovered by itself: two good samples in a row, health ${result.health} %`,
      healthAfter: result.health,
    });
  } else if (isBad(result) && standing.answered_in_a_row >= CONFIRMED) {
    await resolveAnswered(tx, ctx, watched, result);
  }
}

/** Resolves incidents whose whole point was that the service let nobody in. */
async function resolveAnswered(tx: Tx, ctx: Ctx, watched: Watched, result: ProbeResult): Promise<void> {
  const over = probeKinds[watched.kind].overOnceItAnswers;
  const open = await tx.incident.findMany({
    where: {
      organizationId: ctx.organizationId,
      serviceId: watched.id,
      dedupKey: { in: over.map((cause) => `${watched.name}:${cause}`) },
      alertSource: SOURCE,
      status: { not: "resolved" },
      // An execution that is under way proves its own outcome.
      heldByExecution: null,
    },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of open) {
    await resolveIncidentIn(tx, ctx, {
      incidentId: id,
      resolution: `Recovered by itself: it answers again, twice in a row. Health is ${result.health} %, which another incident is about`,
      healthAfter: result.health,
    });
  }
}
