import type { Ctx } from "@/lib/auth";
import { openIncident, resolveOpenIncidentsOfService } from "@/lib/incidents";
import type { Tx } from "@/lib/platform/db";
import { describeFailure } from "./describe-failure";
import type { ProbeResult } from "./probe";
import type { Standing } from "./store-sample";
import { keysOverOnceItAnswers } from "./symptom";
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
 *
 * Of an incident that was opened again, samples from before that say nothing; one that a person opened again is over for monitoring only
 * once it has seen it ill since.
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
  const { health } = result;
  // Since the first of two in a row.
  const wellSince = standing.checked_before ?? result.at;
  const seen = { serviceId: watched.id, by: SOURCE, wellSince, healthAfter: health };
  if (standing.good_in_a_row >= CONFIRMED) {
    await resolveOpenIncidentsOfService(tx, ctx, {
      ...seen,
      resolution: `Healthy again: two good samples in a row, health ${health} %`,
    });
  } else if (isBad(result) && standing.answered_in_a_row >= CONFIRMED) {
    // Those whose whole point was that the service let nobody in.
    await resolveOpenIncidentsOfService(tx, ctx, {
      ...seen,
      dedupKeys: keysOverOnceItAnswers(watched),
      resolution: `It answers again, twice in a row. Health is ${health} %, which another incident is about`,
    });
  }
}
