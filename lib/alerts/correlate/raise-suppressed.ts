import { z } from "zod";
import type { Ctx } from "@/lib/auth";
import { Severity } from "@/lib/incidents/contract";
import type { OpenedIntegration } from "@/lib/integrations";
import { serviceOfAlert } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { SignalRow } from "./held";
import { raise } from "./raise";

const Details = z.object({
  description: z.string().catch(""),
  labels: z.record(z.string(), z.string()).catch({}),
  links: z.array(z.object({ href: z.string(), text: z.string() })).catch([]),
  error_lines: z.array(z.string()).catch([]),
});

/** Opens the incident of a signal that a maintenance window kept from having one, where it still fires. */
export async function raiseSuppressed(
  tx: Tx,
  ctx: Ctx,
  integration: OpenedIntegration,
  signal: SignalRow,
): Promise<void> {
  if (signal.status !== "firing") {
    await tx.signal.update({ where: { id: signal.id }, data: { suppressedUntil: null } });
    return;
  }
  const said = await tx.alert.findFirst({
    where: { signalId: signal.id, action: "trigger" },
    orderBy: { id: "desc" },
    select: { details: true },
  });
  const { description, labels, links, error_lines: errorLines } = Details.parse(said?.details ?? {});
  const alert = {
    action: "trigger" as const,
    dedupKey: signal.dedupKey,
    at: signal.changedAt,
    title: signal.title,
    description,
    severity: null,
    service: signal.serviceName,
    labels,
    links,
    errorLines,
    ref: null,
    by: null,
  };
  const service = await serviceOfAlert(tx, ctx, signal.serviceName);
  const severity = Severity.parse(signal.severity);
  const { changedAt: at, serviceName } = signal;
  const isOfService = serviceName !== integration.source;
  const { incidentId } = await raise(
    { tx, ctx, integration, alert, at, now: clock.now(), serviceName, isOfService, severity, signal },
    service,
  );
  if (incidentId === null) return;
  // What it said meanwhile belongs to the incident, too.
  await tx.alert.updateMany({
    where: { signalId: signal.id, incidentId: null, outcome: "suppressed" },
    data: { incidentId },
  });
}
