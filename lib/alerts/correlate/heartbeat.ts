import { publish } from "@/lib/events";
import { type OpenedIntegration, openedOf } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { inTransaction, Prisma, pool, prisma, type Tx } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import type { Alert } from "../alert";
import { applyAndKeep } from "../apply-and-keep";
import { attendedSince } from "../inbox/attendance";

const KEY = "heartbeat";
const MOST_AT_ONCE = 200;

/** Notes a call of a service that must call, and when the next one is due. One statement. Rejects when the database does. */
export async function beat({ id, organizationId, config }: OpenedIntegration): Promise<void> {
  const { every_s: everyS, grace_s: graceS } = config.heartbeat;
  await pool().query({
    name: "beat",
    text: `INSERT INTO heartbeats AS known (integration_id, organization_id, last_beat_at, due_at)
      VALUES ($1, $2, $3::timestamptz(3), $3::timestamptz(3) + $4 * interval '1 second')
      ON CONFLICT (integration_id) DO UPDATE SET last_beat_at = excluded.last_beat_at, due_at = excluded.due_at
      WHERE known.last_beat_at IS NULL OR known.last_beat_at <= excluded.last_beat_at`,
    values: [id, organizationId, clock.now(), everyS + graceS],
  });
}

/**
 * Notices services that have not called in time, and those that call again: each is an alert of its heartbeat, and so an incident that
 * opens or resolves, in a transaction of its own. Nobody is missed while no web process hears calls. Safe to call by several workers at
 * once. Returns how many there were.
 */
export async function noticeSilence(): Promise<number> {
  const attended = await attendedSince();
  if (!attended) return 0;
  const candidates = await prisma().$queryRaw<{ id: string }[]>`
    SELECT integration_id AS id FROM heartbeats JOIN integrations ON integrations.id = integration_id
    WHERE deleted_at IS NULL AND NOT is_paused AND ${isNews(attended)}
    ORDER BY due_at LIMIT ${MOST_AT_ONCE}`;
  let count = 0;
  for (const { id } of candidates) {
    try {
      if (await inTransaction((tx) => notice(tx, id, attended))) count++;
    } catch (error) {
      // Looked at again with the next call; what is wrong with one must not keep the others waiting.
      logger.warn({ integrationId: id, error: errorText(error) }, "The silence of a heartbeat could not be noticed");
    }
  }
  return count;
}

/** A heartbeat that calls more seldom is not waited for once more: its alarm says that a call may have been lost. */
const OFTEN = "1 hour";

/** It calls again; or it is overdue, and its call cannot have come while nobody heard any: then it has until it should have called anew. */
function isNews(attended: Date): Prisma.Sql {
  const [now, since] = [clock.now(), attended].map((at) => Prisma.sql`${at.toISOString()}::timestamptz(3)`);
  return Prisma.sql`(last_beat_at > missing_since OR (missing_since IS NULL AND due_at < ${now} AND (last_beat_at >= ${since}
    OR due_at - last_beat_at > ${OFTEN}::interval OR ${since} + (due_at - last_beat_at) < ${now})))`;
}

type Due = { integration_id: string; last_beat_at: Date | null; due_at: Date; missing_since: Date | null };

async function notice(tx: Tx, integrationId: string, attended: Date): Promise<boolean> {
  const now = clock.now();
  // Asked again of the row that this transaction holds: another worker may have noticed it, or a call have come.
  const [due] = await tx.$queryRaw<Due[]>`
    SELECT integration_id, last_beat_at, due_at, missing_since
    FROM heartbeats JOIN integrations ON integrations.id = integration_id
    WHERE integration_id = ${integrationId}::uuid AND deleted_at IS NULL AND NOT is_paused AND ${isNews(attended)}
    FOR UPDATE OF heartbeats SKIP LOCKED`;
  if (!due) return false;
  const integration = openedOf(await tx.integration.findUniqueOrThrow({ where: { id: due.integration_id } }));
  const isBack = due.missing_since !== null;
  await tx.heartbeat.update({
    where: { integrationId: integration.id },
    // When it was due, and not now: a call that comes while this is written is later than that, and is not lost.
    data: { missingSince: isBack ? null : due.due_at },
  });
  const alert = isBack ? back(integration, due) : silent(integration, due, attended);
  await applyAndKeep(tx, integration, alert, { receivedAt: now, delivery: null });
  publish(tx, integration.organizationId, "integration.changed", integration.id);
  return true;
}

const silent = (integration: OpenedIntegration, { last_beat_at: last, due_at: dueAt }: Due, attended: Date): Alert => ({
  ...aboutIt(integration),
  action: "trigger",
  at: dueAt,
  title: `${integration.name} does not call`,
  description: `It calls every ${inWords(integration.config.heartbeat.every_s * 1_000)}. Its last call came at ${last?.toISOString() ?? "no time on record"}, and the next was due at ${dueAt.toISOString()} at the latest.${
    last && last < attended
      ? ` Nightshift itself heard no calls for a while before ${attended.toISOString()}; one may have been lost then.`
      : ""
  }`,
  severity: "silent",
});

const back = (integration: OpenedIntegration, { last_beat_at: last }: Due): Alert => ({
  ...aboutIt(integration),
  action: "resolve",
  at: last,
  title: `${integration.name} calls again`,
  description: "",
  severity: null,
});

const aboutIt = ({ name, config }: OpenedIntegration) => ({
  dedupKey: KEY,
  service: config.heartbeat.service ?? config.default_service ?? name,
  labels: {},
  links: [],
  errorLines: [],
  ref: null,
  by: null,
});

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
