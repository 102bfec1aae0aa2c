import type { Severity } from "@/lib/incidents/contract";
import type { OpenedIntegration } from "@/lib/integrations";
import { lookForService } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import type { Alert } from "../alert";
import type { AlertAction, AlertOutcome } from "../contract";
import { acknowledge, unacknowledge } from "./acknowledge";
import { fire } from "./fire";
import { type Applied, ctxOf, type Held } from "./held";
import { holdKnownSignal, holdSignal } from "./hold-signal";
import { keyOf, serviceNameOf, severityOf } from "./named";
import { resolve } from "./resolve";
import { change, note } from "./tell";
import { timeOf } from "./time-of";

export type AppliedAlert = {
  outcome: AlertOutcome;
  signalId: string | null;
  incidentId: string | null;
  serviceName: string;
  severity: Severity;
};

const verbs: Record<AlertAction, (held: Held) => Promise<Applied>> = {
  trigger: fire,
  resolve,
  acknowledge,
  unacknowledge,
  note,
  change,
};

/**
 * What an alert changes, in the caller's transaction: the signal that it is about, and that signal's incident. Whatever order the words of
 * a source come in, and however often, the newest by the source's time counts, and one incident tells the story. Safe to run twice.
 *
 * Locks the signal, then the organization when it opens, then the incident. Where a transaction applies several alerts, it calls
 * `holdAll` first, and applies what triggers before the rest.
 */
export async function applyAlert(
  tx: Tx,
  integration: OpenedIntegration,
  alert: Alert,
  receivedAt: Date,
): Promise<AppliedAlert> {
  const severity = severityOf(integration, alert.severity);
  const { serviceName, isOfService } = serviceNameOf(integration, alert.service);
  const dedupKey = keyOf(alert);
  const title = storable(alert.title).slice(0, 200);
  const now = clock.now();
  const tellsOnly = alert.action === "note" || alert.action === "change";
  const ctx = ctxOf(integration, alert.by);
  const holding = tellsOnly
    ? holdKnownSignal(tx, integration.id, dedupKey)
    : holdSignal(tx, integration, { dedupKey, title, severity, serviceName, now });
  // Sent right behind: it begins when the signal is held, and is waited for once with it.
  const looking = alert.action === "trigger" ? lookForService(tx, ctx, serviceName) : undefined;
  const [signal] = await Promise.all([holding, looking]);
  if (!signal) return { outcome: "ignored", signalId: null, incidentId: null, serviceName, severity };

  const at = timeOf(alert, receivedAt, signal);
  const held: Held = { tx, ctx, integration, alert, at, now, serviceName, isOfService, severity, signal, looking };
  const applied = await verbs[alert.action](held);
  return {
    outcome: applied.outcome,
    signalId: signal.id,
    incidentId: applied.incidentId,
    serviceName: applied.serviceName ?? serviceName,
    severity,
  };
}
