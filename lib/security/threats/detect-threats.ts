import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { type Threat, type ThreatReport, ThreatsQuery } from "../contract";
import { EVENT_COLUMNS, type EventRow } from "../events/event";
import { eventsOf } from "../events/list-security-events";
import { crossOrganization } from "./cross-organization";
import { keyFromManyAddresses, MANY_ADDRESSES } from "./key-from-many-addresses";
import { passwordGuessing } from "./password-guessing";
import { passwordSpraying } from "./password-spraying";
import { permitRefusals } from "./permit-refusals";
import { rateLimitBursts } from "./rate-limit-bursts";
import { refusedKeys } from "./refused-keys";
import type { Found, KeyUse, Rule } from "./rule";
import { signInAfterFailures } from "./sign-in-after-failures";

const rules: readonly Rule[] = [
  passwordGuessing,
  passwordSpraying,
  signInAfterFailures,
  crossOrganization,
  permitRefusals,
  refusedKeys,
  keyFromManyAddresses,
  rateLimitBursts,
];

// What fits into memory without a thought; an attack that makes more shows in the newest of them.
const MOST_EVENTS = 20_000;
const MOST_SHOWN = 50;
const DAY_MS = 86_400_000;
const order = ["high", "medium", "low", "info"];

/** Holds the rules against the security events of the last days. Each finding names the events it rests on and what to do about it. */
export async function detectThreats(ctx: Ctx, raw: z.input<typeof ThreatsQuery>): Promise<ThreatReport> {
  require(ctx, "administer");
  const { days } = ThreatsQuery.parse(raw);
  const { sql, values } = eventsOf(ctx.organizationId, days);
  const { rows } = await pool().query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM security_events WHERE ${sql} ORDER BY id DESC LIMIT ${MOST_EVENTS + 1}`,
    values,
  );
  const events = rows.slice(0, MOST_EVENTS).sort((a, b) => a.at.getTime() - b.at.getTime());
  const seen = { events, keyUses: await keyUsesOf(ctx.organizationId, days) };
  const found = rules.map((rule) => ({ rule, threats: rule.detect(seen).map((one) => present(rule, one)) }));
  return {
    generated_at: clock.now().toISOString(),
    days,
    events_examined: events.length,
    is_complete: rows.length <= MOST_EVENTS,
    rules: found.map(({ rule: { id, title, looksFor }, threats }) => ({
      id,
      title,
      looks_for: looksFor,
      found: threats.length,
    })),
    threats: found
      .flatMap(({ threats }) => threats)
      .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.last_at < b.last_at ? 1 : -1)),
  };
}

const present = (rule: Rule, { firstAt, lastAt, events, ...found }: Found): Threat => ({
  rule: rule.id,
  title: rule.title,
  ...found,
  first_at: firstAt.toISOString(),
  last_at: lastAt.toISOString(),
  events: events.slice(-MOST_SHOWN).map(({ id }) => id),
  what_to_do: rule.advice,
});

async function keyUsesOf(organizationId: string, days: number): Promise<KeyUse[]> {
  const { rows } = await pool().query<KeyUse>(
    `SELECT key_id AS "keyId", max(actor_name) AS name, array_agg(DISTINCT address) AS addresses, min(at) AS "firstAt", max(at) AS "lastAt",
       count(*)::int AS calls
     FROM access_entries
     WHERE organization_id = $1::uuid AND id >= $2::uuid AND key_id IS NOT NULL AND address IS NOT NULL
     GROUP BY key_id, date_trunc('day', at AT TIME ZONE 'UTC')
     HAVING count(DISTINCT address) >= $3 ORDER BY max(at) DESC LIMIT 100`,
    [organizationId, firstIdAt(new Date(clock.now().getTime() - days * DAY_MS)), MANY_ADDRESSES],
  );
  return rows;
}
