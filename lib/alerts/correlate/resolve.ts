import { sourceTitles } from "@/lib/integrations/contract";
import { storable } from "@/lib/platform/storable";
import { isOursToSay, isOwnWord } from "./echo";
import { easeIncident, endIncident } from "./end-incident";
import { QUIET_MS, tellFlapping, turned } from "./flapping";
import type { Applied, Held } from "./held";

/** It is over. */
export async function resolve(held: Held): Promise<Applied> {
  const { tx, ctx, integration, alert, at, now, signal } = held;
  const { incidentId } = signal;
  const wasFiring = signal.status === "firing";
  const said = alert.at ? { resolvedSaidAt: alert.at } : {};
  if (at < signal.changedAt) return { outcome: "stale", incidentId };
  if (!wasFiring) {
    if (at.getTime() === signal.changedAt.getTime()) return { outcome: "repeated", incidentId };
    // Remembered: its fire is still on its way, or was lost.
    const fireMissingAfter = signal.fireMissingAfter ?? signal.changedAt;
    await tx.signal.update({ where: { id: signal.id }, data: { changedAt: at, fireMissingAfter, ...said } });
    return { outcome: "ignored", incidentId };
  }

  const turning = turned(signal, at);
  const isFlapping = turning.flappingSince !== null;
  await tx.signal.update({
    where: { id: signal.id },
    data: {
      ...turning,
      ...said,
      status: "resolved",
      changedAt: at,
      fireMissingAfter: null,
      suppressedUntil: null,
      // Whoever was on it was on this episode of it.
      acknowledgedBy: null,
      settlesAt: isFlapping ? new Date(now.getTime() + QUIET_MS) : null,
    },
  });
  if (incidentId === null) return { outcome: signal.suppressedUntil ? "suppressed" : "ignored", incidentId };
  if (isFlapping) {
    if (signal.flappingSince === null) await tellFlapping(held, incidentId);
    await easeIncident(tx, ctx, incidentId);
    return { outcome: "held", incidentId };
  }
  if (await isOwnWord(held, "resolve")) return { outcome: "echo", incidentId };
  const reporter = sourceTitles[integration.source];
  const ended = await endIncident(tx, ctx, { incidentId, reporter, title: storable(alert.title) || signal.title });
  if (ended !== "over") return { outcome: ended, incidentId };
  if (signal.suppressedUntil) return { outcome: "suppressed", incidentId: null };
  return { outcome: (await isOursToSay(held, "resolved")) ? "echo" : "repeated", incidentId };
}
