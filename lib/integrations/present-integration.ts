import { type Ctx, callerMay } from "@/lib/auth";
import { prisma, type Tx } from "@/lib/platform/db";
import { addressOf, baseAddress, keyOf } from "./address";
import {
  IntegrationConfig,
  type IntegrationDetail,
  type IntegrationView,
  SourceName,
  sourceTitles,
  usualSeverities,
} from "./contract";
import { type IntegrationRow, secretsOf } from "./opened";
import { setups } from "./setup/registry";
import { SECRET_PLACEHOLDER } from "./setup/setup";
import { sourceFacts } from "./source-facts";
import { type Standing, standingsOf } from "./standing";

const MASK = "•••";

/** How these integrations look in a list, in the order given. */
export async function presentIntegrations(
  rows: readonly IntegrationRow[],
  db: Tx = prisma(),
): Promise<IntegrationView[]> {
  const standings = await standingsOf(
    rows.map(({ id }) => id),
    db,
  );
  return rows.flatMap((row) => {
    const standing = standings.get(row.id);
    return standing ? [viewOf(row, standing)] : [];
  });
}

/**
 * Everything about one integration. Its address, its steps and its secrets' hints are for those who may configure it: whoever has the
 * address can send. `secret` is one that was just made, to stand in the steps this once.
 */
export async function presentDetail(
  ctx: Ctx,
  row: IntegrationRow,
  { db = prisma(), secret = SECRET_PLACEHOLDER }: { db?: Tx; secret?: string } = {},
): Promise<IntegrationDetail> {
  const [standings, openIncidents] = await Promise.all([standingsOf([row.id], db), countOpenIncidents(row, db)]);
  const standing = standings.get(row.id);
  if (!standing) throw new Error("An integration could not be presented");
  const source = SourceName.parse(row.source);
  const config = IntegrationConfig.parse(row.config);
  const isTold = callerMay(ctx, "configure");
  const key = keyOf(row);
  const address = addressOf(source, key);
  const { heartbeat } = standing;
  return {
    ...viewOf(row, standing),
    address: isTold ? address : addressOf(source, MASK),
    setup: isTold ? setups[source]({ address, base: baseAddress(), key, secret, config }) : [],
    // The simulator's key at the demo's CloudWatch is nothing that people exchange.
    secrets:
      isTold && sourceFacts[source].hasSecret
        ? secretsOf(row).map(({ id, created_at, value }) => ({ id, created_at, hint: value.slice(-4) }))
        : [],
    has_api_token: row.apiTokenSealed !== null,
    open_incidents: openIncidents,
    config,
    severities: severityTable(source, config),
    heartbeat: heartbeat && {
      last_beat_at: heartbeat.last_beat_at?.toISOString() ?? null,
      due_at: heartbeat.due_at?.toISOString() ?? null,
      missing_since: heartbeat.missing_since?.toISOString() ?? null,
    },
  };
}

async function countOpenIncidents({ id, organizationId }: IntegrationRow, db: Tx): Promise<number> {
  const [counted] = await db.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM incidents
    WHERE organization_id = ${organizationId}::uuid AND status <> 'resolved' AND EXISTS (
      SELECT 1 FROM signals WHERE incident_id = incidents.id AND integration_id = ${id}::uuid
        AND (signals.status = 'firing' OR settles_at IS NOT NULL))`;
  return counted?.open ?? 0;
}

function viewOf(
  row: IntegrationRow,
  { problem, last_received_at, received_24h, failed_24h, refused_24h }: Standing,
): IntegrationView {
  const source = SourceName.parse(row.source);
  return {
    id: row.id,
    name: row.name,
    source,
    title: sourceTitles[source],
    is_paused: row.isPaused,
    state: row.isPaused ? "paused" : problem !== null ? "failing" : last_received_at ? "healthy" : "waiting",
    problem,
    last_received_at: last_received_at?.toISOString() ?? null,
    received_24h,
    failed_24h,
    refused_24h,
    writes_back: row.hears,
    created_at: row.createdAt.toISOString(),
  };
}

function severityTable(source: SourceName, { severities }: IntegrationConfig): IntegrationDetail["severities"] {
  const usual = usualSeverities[source];
  const words = { ...usual, ...severities };
  return Object.entries(words).map(([word, severity]) => ({ word, severity, is_usual: usual[word] === severity }));
}
