import { publish } from "@/lib/events";
import { type IntegrationRow, openedOf } from "@/lib/integrations";
import { inTransaction, prisma } from "@/lib/platform/db";
import type { Alert } from "./alert";
import { applyAndKeep } from "./apply-and-keep";
import { keyOf } from "./correlate/named";
import { sources } from "./sources/registry";

/** An incident that PagerDuty has open, as its REST API lists it: the fields are those of a webhook's `data`. */
export type OpenAtSource = { id: string; status: "triggered" | "acknowledged"; [field: string]: unknown };

export type Reconciled = { opened: number; acknowledged: number; resolved: number };

/**
 * Brings what is known of a PagerDuty account in line with all that it has open as of a moment: what is open there and not here fires, what
 * is firing here and not open there is over. Each is an alert like one that came by webhook, and newer word wins over it.
 */
export async function reconcileOpen(row: IntegrationRow, open: OpenAtSource[], asOf: Date): Promise<Reconciled> {
  const keys = open.map(({ id }) => keyOf({ dedupKey: id }));
  const known = await prisma().signal.findMany({
    where: { integrationId: row.id, OR: [{ status: "firing" }, { dedupKey: { in: keys } }] },
  });
  const signals = new Map(known.map((signal) => [signal.dedupKey, signal]));
  const done: Reconciled = { opened: 0, acknowledged: 0, resolved: 0 };
  const openKeys = new Set(keys);
  for (const incident of open) {
    const key = keyOf({ dedupKey: incident.id });
    const signal = signals.get(key);
    const isFiring = signal?.status === "firing";
    if (!isFiring) {
      const [opened] = await applyAll(
        row,
        eventsOf(row, signal ? "incident.reopened" : "incident.triggered", incident),
        asOf,
      );
      if (opened === "opened" || opened === "joined" || opened === "reopened") done.opened++;
    }
    const isAcknowledged = isFiring && signal.acknowledgedBy !== null;
    if (incident.status !== "acknowledged" || isAcknowledged) continue;
    const [outcome] = await applyAll(row, eventsOf(row, "incident.acknowledged", incident), asOf);
    if (outcome === "acknowledged") done.acknowledged++;
  }
  for (const { dedupKey, status, title } of known) {
    if (status !== "firing" || openKeys.has(dedupKey)) continue;
    const [outcome] = await applyAll(row, [over(dedupKey, title, asOf)], asOf);
    if (outcome === "resolved") done.resolved++;
  }
  return done;
}

/** What the webhook of this event would have said. */
function eventsOf(row: IntegrationRow, eventType: string, incident: OpenAtSource): Alert[] {
  const { last_status_change_at, created_at } = incident;
  const event = { event_type: eventType, occurred_at: last_status_change_at ?? created_at, data: incident };
  const body = Buffer.from(JSON.stringify({ event }));
  return sources.pagerduty?.read({ headers: {}, body, receivedAt: new Date(0) }, openedOf(row)).alerts ?? [];
}

async function applyAll(row: IntegrationRow, alerts: Alert[], receivedAt: Date): Promise<string[]> {
  const outcomes: string[] = [];
  for (const alert of alerts) {
    const { outcome } = await inTransaction(async (tx) => {
      publish(tx, row.organizationId, "integration.changed", row.id);
      return applyAndKeep(tx, openedOf(row), alert, { receivedAt, delivery: null });
    });
    outcomes.push(outcome);
  }
  return outcomes;
}

const over = (dedupKey: string, title: string, at: Date): Alert => ({
  action: "resolve",
  dedupKey,
  at,
  title,
  description: "PagerDuty does not have it open any more.",
  severity: null,
  service: null,
  labels: {},
  links: [],
  errorLines: [],
  ref: null,
  by: null,
});
