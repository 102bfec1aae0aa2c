import { expect, test } from "vitest";
import { type Case, cases } from "./cases";
import type { Played } from "./play";
import { score } from "./score";
import type { Treated } from "./treat";

const BROKEN_AT = Date.parse("2026-03-01T02:00:00Z");

const caseOf = (name: string): Case => {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};

type Seen = { service: string; fault: string | null; action: string | null; isProven?: boolean; source?: string };

/** An incident as far as it counts for a score. */
const treated = ({ service, fault, action, isProven = false, source = "monitoring" }: Seen) =>
  ({
    incident: {
      service_name: service,
      alert_source: source,
      number: 7,
      title: `${service} is unhealthy`,
      created_at: "2026-03-01T02:00:09Z",
      resolved_at: isProven ? "2026-03-01T02:00:30Z" : null,
    },
    diagnosis: {
      state: "completed",
      root_cause: fault && { fault },
      summary: "",
      investigation: null,
      cost: { usd: 0.25 },
    },
    proposal: action && { action },
    refusal: action ? null : "it is healthy",
    execution: action && { state: isProven ? "succeeded" : "failed", outcome: "" },
  }) as unknown as Treated;

const played = (wanted: Case, seen: Seen[]): Played => ({
  brokenAt: new Map(wanted.breaks.map((one) => [one, BROKEN_AT])),
  treated: seen.map(treated),
  falseAlarms: [],
});

test("of two faults of one service each gets the incident that names it, and one that nobody named is wrong", () => {
  const pair = caseOf("pair: redis memory, redis connections");
  const clients = { service: "redis-test", fault: "redis.connections_exhausted", action: "redis.kill-clients" };
  const one = score(pair, played(pair, [{ ...clients, isProven: true }])).scores;
  expect(one.map(({ isCauseRight, isVerified, incident }) => [isCauseRight, isVerified, incident])).toEqual([
    [false, false, null],
    [true, true, 7],
  ]);
  const other = { service: "redis-test", fault: "redis.down", action: "process.restart", isProven: true };
  const both = score(pair, played(pair, [other, { ...clients, isProven: true }])).scores;
  expect(both.map(({ foundFault, isCauseRight, isFixRight }) => [foundFault, isCauseRight, isFixRight])).toEqual([
    ["redis.down", false, false],
    ["redis.connections_exhausted", true, true],
  ]);
  expect(both[1]).toMatchObject({ detectedAfterMs: 9_000, resolvedAfterMs: 30_000, usd: 0.25 });
});

test("what an alert says of a healthy service is right to be no cause, and wrong to be believed", () => {
  const herring = caseOf("herring: alert of full memory, healthy redis");
  const by = { service: "redis-test", source: "generic" };
  expect(score(herring, played(herring, [{ ...by, fault: null, action: null }])).scores[0]).toMatchObject({
    isCauseRight: true,
    isFixRight: true,
    isVerified: null,
    detectedAfterMs: null,
  });
  const believed = { ...by, fault: "redis.memory_exhausted", action: "redis.flush-all" };
  expect(score(herring, played(herring, [believed])).scores[0]).toMatchObject({
    isCauseRight: false,
    isFixRight: false,
  });
  expect(score(herring, played(herring, [])).scores[0]).toMatchObject({ isCauseRight: false, isFixRight: false });
});
