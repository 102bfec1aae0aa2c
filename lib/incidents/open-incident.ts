import type { Ctx } from "@/lib/auth";
import { enqueue } from "@/lib/events";
import type { Prisma, Tx } from "@/lib/platform/db";
import type { Severity } from "./contract";
import { mergeLines } from "./error-lines";
import { insertIncident, lockNumbers } from "./insert-incident";
import { joinOpenIncident } from "./join-incident";
import { storable } from "./storable";
import { tell } from "./tell";

export type OpenIncident = {
  serviceId: string | null;
  serviceName: string;
  affectedSystem: string;
  /** What is wrong as far as the alert alone tells: `memory`, `down`, …; with the service's name it makes the dedup key. */
  cause: string;
  title: string;
  description: string;
  severity: Severity;
  /** The real error lines; distinct ones are kept, at most 50. */
  errorLogs: string[];
  metricsSnapshot: Record<string, unknown>;
  health: number | null;
  /** Who says so: `monitoring`, or the name of a webhook's source. */
  source: string;
  labels?: Record<string, string>;
};
export type Opened = { incidentId: string; outcome: "opened" | "joined" };

const ATTEMPTS = 3;

/**
 * Opens an incident in the caller's transaction, or joins the open one of the same service and cause: however many call at once, one
 * incident is open. Opening queues its diagnosis. The caller has the right to (a loop, or a verb that checked). Locks the organization's
 * numbers: in a transaction that also resolves incidents, open first.
 */
export async function openIncident(tx: Tx, ctx: Ctx, raw: OpenIncident): Promise<Opened> {
  const input = storable(raw);
  const dedupKey = `${input.serviceName}:${input.cause}`;
  const join = async (): Promise<Opened | null> => {
    const incidentId = await joinOpenIncident(tx, ctx, dedupKey, input);
    return incidentId ? { incidentId, outcome: "joined" } : null;
  };

  // Most samples of a bad minute join: they need not wait for the numbers.
  const joined = await join();
  if (joined) return joined;
  await lockNumbers(tx, ctx);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const joinedLate = await join();
    if (joinedLate) return joinedLate;
    const incident = await insertIncident(tx, ctx, {
      title: input.title.slice(0, 200),
      description: input.description.slice(0, 20_000),
      severity: input.severity,
      serviceId: input.serviceId,
      serviceName: input.serviceName,
      affectedSystem: input.affectedSystem,
      alertSource: input.source,
      dedupKey,
      errorLogs: mergeLines([], input.errorLogs),
      metricsSnapshot: input.metricsSnapshot as Prisma.InputJsonObject,
      health: input.health,
      labels: input.labels ?? {},
    });
    // Null: a reopening came between our look and our insert. Look again.
    if (!incident) continue;
    await enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId: incident.id });
    const told = {
      incidentId: incident.id,
      kind: "opened" as const,
      text: `Opened by ${input.source}: ${incident.title}`,
      data: { severity: input.severity, source: input.source, health: input.health },
    };
    const after = { number: incident.number, status: "triggered", title: incident.title, dedup_key: dedupKey };
    await tell(tx, ctx, "open", told, { before: null, after });
    return { incidentId: incident.id, outcome: "opened" };
  }
  throw new Error(`No incident could be opened or joined for ${dedupKey}`);
}
