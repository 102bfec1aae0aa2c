import { describe, expect, test } from "vitest";
import { GenericMapping, IntegrationConfig } from "@/lib/integrations/contract";
import { hmacHex } from "../signature";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { generic } from ".";

const read = (body: unknown, mapping: object = {}) =>
  generic.read(arrivedOf(body), { ...integrationOf("generic"), config: IntegrationConfig.parse({ mapping }) });

const alert = {
  title: "Queue is full",
  description: "amqp: connection refused",
  severity: "Fatal",
  service: "queue",
  dedup_key: "q1",
  status: "open",
  timestamp: "2026-03-01T11:00:00Z",
  link: "https://queue.example/1",
  host: "q-1",
};

test("the usual fields, and what is left of them as labels", () => {
  expect(read(alert)).toEqual({
    eventType: "trigger",
    alerts: [
      {
        action: "trigger",
        dedupKey: "q1",
        at: new Date("2026-03-01T11:00:00Z"),
        title: "Queue is full",
        description: "amqp: connection refused",
        severity: "Fatal",
        service: "queue",
        labels: { host: "q-1" },
        links: [{ href: "https://queue.example/1", text: "At the sender" }],
        errorLines: ["amqp: connection refused"],
        ref: null,
        by: null,
      },
    ],
  });
});

test("a mapping leads to fields at any depth, and into lists", () => {
  const body = { event: { items: [{ name: "Queue" }], id: 7, state: "GREEN", when: 1_772_366_400 }, labels: null };
  const mapping = {
    title: "event.items.0.name",
    dedup_key: "event.id",
    status: "event.state",
    at: "event.when",
    resolved_when: ["Green"],
  };
  expect(read(body, mapping).alerts[0]).toMatchObject({
    action: "resolve",
    title: "Queue",
    dedupKey: "7",
    at: new Date("2026-03-01T12:00:00Z"),
  });
});

test("a mapping finds what the sender wrote, and nothing of ours", () => {
  const paths = [
    "constructor.name",
    "__proto__",
    "title.length",
    "list.length",
    "list.constructor",
    "list.9",
    "toString",
  ];
  for (const path of paths) {
    expect(GenericMapping.parse({ severity: path }).severity).toBe(path);
    expect(read({ title: "x", list: [1] }, { severity: path }).alerts[0], path).toMatchObject({ severity: null });
  }
  expect(read('{"title":"x","__proto__":{"a":"y"}}', { severity: "__proto__.a" }).alerts[0]).toMatchObject({
    severity: "y",
  });
});

test("a list is several alerts", () => {
  const { eventType, alerts } = read([alert, { ...alert, dedup_key: "q2", status: "Resolved" }]);
  expect(eventType).toBe("list of 2");
  expect(alerts.map(({ action, dedupKey }) => [action, dedupKey])).toEqual([
    ["trigger", "q1"],
    ["resolve", "q2"],
  ]);
});

test("an entry that cannot be read takes none of the others with it, and is spoken of", () => {
  const { eventType, alerts, problem } = read([{ severity: "high" }, alert]);
  expect([eventType, alerts.length]).toEqual(["list of 2", 1]);
  expect(problem).toMatch(/^1 of 2 entries could not be read: Entry 0 of the list has no title/);
});

test("without a key the title and the service are one; without a title the key is one", () => {
  const keyOf = (change: object) => read({ ...alert, dedup_key: undefined, ...change }).alerts[0]?.dedupKey;
  expect(keyOf({})).toBe(keyOf({ severity: "low", status: "ok" }));
  expect(keyOf({})).not.toBe(keyOf({ service: "other" }));
  expect(read({ dedup_key: "q1", status: "closed" }).alerts[0]).toMatchObject({ action: "resolve", title: "q1" });
});

test.each([
  ["no title", {}, /the field title is missing/],
  ["a title that is none", { title: {} }, /the field title/],
  ["a list of something else", [7], /Entry 0 of the list/],
  ["too many", Array.from({ length: 1_001 }, () => alert), /at most 1000/],
  ["a text", '"x"', /no JSON object/],
])("%s: cannot be read, and the words name it", (_, body, words) => {
  expect(() => read(body)).toThrow(words);
  expect(() => read(body)).toThrow(Unreadable);
});

describe("a sender proves itself", () => {
  const integration = integrationOf("generic", { secrets: ["s3cret"] });
  const prove = (headers: Record<string, string>) => generic.prove(arrivedOf(alert, headers), integration);
  const signature = `v1=${hmacHex("s3cret", JSON.stringify(alert))}`;

  test("by a signature or by a secret", () => {
    expect(prove({ "x-nightshift-signature": signature })).toEqual({ isProven: true });
    expect(prove({ authorization: "Bearer s3cret" })).toEqual({ isProven: true });
  });

  test("not by a wrong signature beside a right secret, nor by nothing", () => {
    expect(prove({ "x-nightshift-signature": "v1=00", authorization: "Bearer s3cret" })).toMatchObject({
      isProven: false,
    });
    expect(prove({})).toMatchObject({ isProven: false });
  });
});

test("a delivery's id is the sender's, if it gives one", () => {
  const keyOf = (headers: Record<string, string>) => generic.deliveryKey(arrivedOf(alert, headers));
  expect(keyOf({ "x-delivery-id": "a", "idempotency-key": "b" })).toBe("a");
  expect(keyOf({ "idempotency-key": " b " })).toBe("b");
  expect(keyOf({ "x-delivery-id": " " })).toBeNull();
  expect(keyOf({ "x-delivery-id": `${"a".repeat(500)}1` })).not.toBe(keyOf({ "x-delivery-id": `${"a".repeat(500)}2` }));
  expect(keyOf({})).toBeNull();
});
