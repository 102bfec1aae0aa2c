import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import type { EventRow } from "../events/event";
import { crossOrganization } from "./cross-organization";
import { keyFromManyAddresses } from "./key-from-many-addresses";
import { passwordGuessing } from "./password-guessing";
import { passwordSpraying } from "./password-spraying";
import { permitRefusals } from "./permit-refusals";
import { rateLimitBursts } from "./rate-limit-bursts";
import { refusedKeys } from "./refused-keys";
import type { Rule } from "./rule";
import { signInAfterFailures } from "./sign-in-after-failures";

const START = Date.parse("2026-11-20T00:00:00Z");

/** An event so many minutes after the start. */
const event = (minute: number, kind: EventRow["kind"], more: Partial<EventRow> = {}): EventRow => ({
  id: newId(),
  at: new Date(START + minute * 60_000),
  kind,
  severity: "low",
  actor_kind: "user",
  actor_id: "u1",
  actor_name: "Ada",
  address: "203.0.113.1",
  user_agent: null,
  request_id: null,
  data: {},
  ...more,
});
const failed = (minute: number, more: Partial<EventRow> = {}) => event(minute, "sign_in.failed", more);
const detect = (rule: Rule, events: EventRow[]) => rule.detect({ events, keyUses: [] });
const times = (count: number, make: (i: number) => EventRow) => Array.from({ length: count }, (_, i) => make(i));

describe("guessing", () => {
  test("five tries within 15 minutes are one finding, four are none, and five in a day are none", () => {
    expect(
      detect(
        passwordGuessing,
        times(4, (i) => failed(i)),
      ),
    ).toEqual([]);
    expect(
      detect(
        passwordGuessing,
        times(5, (i) => failed(i * 200)),
      ),
    ).toEqual([]);
    const tries = times(5, (i) => failed(i));
    expect(detect(passwordGuessing, tries)).toMatchObject([
      { severity: "medium", count: 5, subject: { id: "u1" }, events: tries },
    ]);
  });
  test("an attack of hours is one finding, and what was held back counts", () => {
    const found = detect(
      passwordGuessing,
      times(40, (i) => failed(i * 3, { data: { repeated: 9 } })),
    );
    expect(found).toMatchObject([{ severity: "high", count: 400 }]);
  });
  test("one address against four accounts is spraying; one account from four addresses is not", () => {
    const spray = times(4, (i) => failed(i, { actor_id: null, actor_name: null, data: { email: `${i}@example.com` } }));
    expect(detect(passwordSpraying, spray)).toMatchObject([{ severity: "high", subject: { id: "203.0.113.1" } }]);
    expect(
      detect(
        passwordSpraying,
        times(8, (i) => failed(i, { address: `203.0.113.${i}` })),
      ),
    ).toEqual([]);
  });
});

describe("a takeover", () => {
  const known = event(0, "sign_in.succeeded", { address: "198.51.100.1" });
  const tries = times(3, (i) => failed(100 + i));
  test("is a sign-in from a new address after failures", () => {
    const found = detect(signInAfterFailures, [known, ...tries, event(110, "sign_in.succeeded")]);
    expect(found).toMatchObject([{ severity: "high", count: 4 }]);
    expect(found[0]?.events).toHaveLength(4);
  });
  test("is not a person who mistyped where they always sign in, nor one who comes hours later", () => {
    expect(
      detect(signInAfterFailures, [known, ...tries, event(110, "sign_in.succeeded", { address: "198.51.100.1" })]),
    ).toEqual([]);
    expect(detect(signInAfterFailures, [known, ...tries, event(400, "sign_in.succeeded")])).toEqual([]);
  });
});

test("calls across organizations are told apart by whose caller it is", () => {
  const outgoing = times(3, (i) => event(i, "cross_organization", { data: { direction: "out" } }));
  const incoming = event(5, "cross_organization", {
    actor_kind: null,
    actor_id: null,
    actor_name: null,
    data: { direction: "in", times: 4 },
  });
  expect(detect(crossOrganization, [...outgoing, incoming])).toMatchObject([
    { subject: { kind: "user", name: "Ada" }, count: 3 },
    { subject: { kind: "address", id: "203.0.113.1" }, count: 4 },
  ]);
  expect(detect(crossOrganization, outgoing.slice(1))).toEqual([]);
});

test("one refused permit is worth a look, three are severe", () => {
  const refused = (i: number) => event(i, "permit.refused", { data: { reason: "its signature does not fit" } });
  expect(detect(permitRefusals, [refused(0)])).toMatchObject([
    { severity: "medium", text: "1 refused: its signature does not fit" },
  ]);
  expect(detect(permitRefusals, times(3, refused))).toMatchObject([{ severity: "high" }]);
});

test("limits and refused keys are found by caller and by address", () => {
  expect(detect(rateLimitBursts, [event(0, "rate_limited", { data: { repeated: 120 } })])).toMatchObject([
    { severity: "medium", count: 121 },
  ]);
  expect(
    detect(
      rateLimitBursts,
      times(4, (i) => event(i, "rate_limited")),
    ),
  ).toEqual([]);
  const unknown = times(5, (i) => event(i, "key.refused", { actor_id: null, actor_kind: null, actor_name: null }));
  expect(detect(refusedKeys, unknown)).toMatchObject([{ severity: "medium", count: 5 }]);
});

test("a key from many addresses is found by the access log", () => {
  const at = new Date(START);
  const use = {
    keyId: newId(),
    name: "deploy",
    addresses: ["a", "b", "c", "d", "e"],
    firstAt: at,
    lastAt: at,
    calls: 9,
  };
  expect(keyFromManyAddresses.detect({ events: [], keyUses: [use] })).toMatchObject([
    { subject: { name: "deploy" }, count: 9 },
  ]);
});

test("20,000 events of one attack are judged in a moment", () => {
  const events = times(20_000, (i) => failed(i / 1_000, { actor_id: `u${i % 3}` }));
  const before = performance.now();
  for (const rule of [passwordGuessing, passwordSpraying, signInAfterFailures]) detect(rule, events);
  // Quadratic work would take minutes.
  expect(performance.now() - before).toBeLessThan(20_000);
});
