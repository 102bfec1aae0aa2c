import { newIntegrationKey, type OpenedIntegration, openedOf } from "@/lib/integrations";
import type { SourceName } from "@/lib/integrations/contract";
import { clock, useClock as putClock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import type { Alert } from "../alert";
import { type AppliedAlert, applyAlert } from "./apply-alert";

/** An organization with an integration, and alerts that come in through it one transaction each. */
export async function newStage(source: SourceName = "alertmanager", config: object = {}) {
  const org = await newOrganization();
  const integration = await newIntegration(org.id, source, config);
  return { org, integration, ...sendingTo(integration) };
}

export async function newIntegration(organizationId: string, source: SourceName, config: object = {}) {
  const { keyHash, keySealed } = newIntegrationKey();
  const row = await prisma().integration.create({
    data: { id: newId(), organizationId, name: `${source}-${newId()}`, source, keyHash, keySealed, config },
  });
  return openedOf(row);
}

export const alertOf = (over: Partial<Alert> = {}): Alert => ({
  action: "trigger",
  dedupKey: "a",
  at: null,
  title: "Error rate above 5 %",
  description: "",
  severity: "warning",
  service: "checkout",
  labels: {},
  links: [],
  errorLines: [],
  ref: null,
  by: null,
  ...over,
});

export function sendingTo(integration: OpenedIntegration) {
  const send = (over: Partial<Alert>, receivedAt = clock.now()): Promise<AppliedAlert> =>
    inTransaction((tx) => applyAlert(tx, integration, alertOf(over), receivedAt));
  return {
    send,
    fire: (at: Date | null = null, over: Partial<Alert> = {}) => send({ at, ...over }),
    resolve: (at: Date | null = null, over: Partial<Alert> = {}) => send({ action: "resolve", at, ...over }),
  };
}

/** A clock that stands still until it is told to go on; `stop` puts the real one back. */
export function standingClock(start = new Date("2026-11-21T03:00:00Z")) {
  let now = start.getTime();
  const stop = putClock({ now: () => new Date(now), sleep: clock.sleep });
  return {
    stop,
    /** The time so many minutes after now, or before. */
    in: (minutes: number) => new Date(now + minutes * 60_000),
    pass(minutes: number) {
      now += minutes * 60_000;
    },
  };
}

export const incidentsOf = (organizationId: string) =>
  prisma().incident.findMany({ where: { organizationId }, orderBy: { number: "asc" } });

export const tellingsOf = async (incidentId: string) =>
  (await prisma().timelineEntry.findMany({ where: { incidentId }, orderBy: [{ at: "asc" }, { id: "asc" }] })).map(
    ({ kind, text, actorName }) => ({ kind, text, actorName }),
  );
