import { acknowledgeIncidentIn, unacknowledgeIncidentIn } from "@/lib/incidents";
import { sourceTitles } from "@/lib/integrations/contract";
import { storable } from "@/lib/platform/storable";
import { isOursToSay, isOwnWord } from "./echo";
import type { Applied, Held } from "./held";

/** Somebody at the source is on it. Where its fire has not come yet, this is remembered for it. */
export async function acknowledge(held: Held): Promise<Applied> {
  const { tx, ctx, integration, alert, signal } = held;
  const { incidentId } = signal;
  const by = alert.by === null ? sourceTitles[integration.source] : storable(alert.by).slice(0, 200);
  if (!(await takeWord(held, by))) return { outcome: "stale", incidentId };
  if (signal.status !== "firing" || incidentId === null) return { outcome: "ignored", incidentId };
  if (await isOwnWord(held, "acknowledge")) return { outcome: "echo", incidentId };
  if (await acknowledgeIncidentIn(tx, ctx, incidentId)) return { outcome: "acknowledged", incidentId };
  return { outcome: (await isOursToSay(held, "acknowledged")) ? "echo" : "repeated", incidentId };
}

/** Nobody at the source is on it any more. */
export async function unacknowledge(held: Held): Promise<Applied> {
  const { tx, ctx, signal } = held;
  const { incidentId } = signal;
  if (!(await takeWord(held, null))) return { outcome: "stale", incidentId };
  if (signal.status !== "firing" || incidentId === null) return { outcome: "ignored", incidentId };
  const isTakenBack = await unacknowledgeIncidentIn(tx, ctx, incidentId);
  return { outcome: isTakenBack ? "unacknowledged" : "repeated", incidentId };
}

/** Notes who is on it at the source; false when newer word has overtaken this. */
async function takeWord({ tx, signal, at }: Held, acknowledgedBy: string | null): Promise<boolean> {
  const isOvertaken = signal.ackChangedAt !== null && at < signal.ackChangedAt;
  if (isOvertaken || at < signal.changedAt) return false;
  await tx.signal.update({ where: { id: signal.id }, data: { ackChangedAt: at, acknowledgedBy } });
  return true;
}
