import { describe, expect, test } from "vitest";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { eventsV2 } from ".";
import { checkEvent } from "./check-event";
import { DEDUP_KEY_HEADER } from "./dedup-key-header";

const integration = integrationOf("events-v2", { secrets: [] });
const trigger = {
  routing_key: "abcdefghijklmnopqrstuvwxyz012345",
  event_action: "trigger",
  dedup_key: "db/disk",
  client: "Sensu",
  client_url: "https://sensu.example/",
  links: [{ href: "https://wiki.example/disk", text: "Runbook" }, { href: "javascript:alert(1)" }, null],
  images: [{ src: "https://graph.example/1.png", alt: "Disk" }],
  payload: {
    summary: "Disk of db-1 is full",
    source: "db-1.example.com",
    severity: "error",
    timestamp: "2026-03-01T11:00:00.000+0000",
    component: "postgres",
    group: "prod-db",
    class: "disk",
    custom_details: { "free space": "1%", disk: { device: "sda1", errors: 3 }, last: "write failed: No space left" },
  },
};
const { payload, ...rest } = trigger;
const read = (body: unknown, headers = {}) => eventsV2.read(arrivedOf(body, headers), integration).alerts[0];

describe("what PagerDuty takes is taken", () => {
  test.each([
    ["a trigger", trigger],
    [
      "a trigger of the least",
      { routing_key: "k", event_action: "trigger", payload: { summary: "a", source: "b", severity: "info" } },
    ],
    ["a resolve of the least", { routing_key: "k", event_action: "resolve", dedup_key: "x" }],
    ["an acknowledge with a payload that means nothing", { ...rest, event_action: "acknowledge", payload: 7 }],
  ])("%s", (_, event) => {
    expect(checkEvent(event)).toMatchObject({ ok: true });
  });

  test("a trigger without a key is given one, a new one each time", () => {
    const made = [checkEvent({ ...trigger, dedup_key: undefined }), checkEvent({ ...trigger, dedup_key: null })];
    for (const each of made)
      expect(each).toMatchObject({ ok: true, dedupKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(made[0]).not.toEqual(made[1]);
  });

  test("a key that cannot be stored is given back as one that can, the same each time", () => {
    const strange = checkEvent({ ...trigger, dedup_key: "a\0b" });
    expect(strange).toEqual(checkEvent({ ...trigger, dedup_key: "a\0b" }));
    expect(strange).toMatchObject({ ok: true, dedupKey: expect.not.stringContaining("\0") });
    expect(read({ ...trigger, dedup_key: "a\0b" })?.dedupKey).toBe(strange.ok && strange.dedupKey);
  });
});

test.each([
  [{ routing_key: undefined }, "'routing_key' is missing or blank"],
  [{ routing_key: 7 }, "'routing_key' is missing or blank"],
  [{ event_action: "explode" }, "'event_action' must be one of 'trigger', 'acknowledge', 'resolve'"],
  [{ event_action: " " }, "'event_action' is missing or blank"],
  [{ dedup_key: "a".repeat(256) }, "'dedup_key' is longer than 255 characters"],
  [{ dedup_key: 7 }, "'dedup_key' must be a text"],
  [{ event_action: "resolve", dedup_key: "" }, "'dedup_key' is missing or blank"],
  [{ payload: undefined }, "'payload' is missing or blank"],
  [{ payload: { ...payload, summary: "" } }, "'payload.summary' is missing or blank"],
  [{ payload: { ...payload, source: null } }, "'payload.source' is missing or blank"],
  [
    { payload: { ...payload, severity: "bad" } },
    "'payload.severity' must be one of 'critical', 'error', 'warning', 'info'",
  ],
])("%j is refused: %s", (change, error) => {
  const event = { ...trigger, ...change };
  expect(checkEvent(event)).toEqual({ ok: false, errors: [error] });
  expect(() => read(event)).toThrow(Unreadable);
});

test("everything that is wrong is said at once", () => {
  expect(checkEvent({})).toMatchObject({ ok: false, errors: [expect.any(String), expect.any(String)] });
});

test("a trigger is read with all there is about it", () => {
  expect(read(trigger)).toEqual({
    action: "trigger",
    dedupKey: "db/disk",
    at: null,
    title: "Disk of db-1 is full",
    description: "At the sender it happened at 2026-03-01T11:00:00.000+0000",
    severity: "error",
    service: "db-1.example.com",
    labels: {
      source: "db-1.example.com",
      component: "postgres",
      group: "prod-db",
      class: "disk",
      client: "Sensu",
      timestamp: "2026-03-01T11:00:00.000+0000",
      "free space": "1%",
      "disk.device": "sda1",
      "disk.errors": "3",
      last: "write failed: No space left",
    },
    links: [
      { href: "https://wiki.example/disk", text: "Runbook" },
      { href: "https://graph.example/1.png", text: "Disk" },
      { href: "https://sensu.example/", text: "Sensu" },
    ],
    errorLines: ["write failed: No space left"],
    ref: null,
    by: null,
  });
});

test("details may be a text", () => {
  const alert = read({ ...trigger, payload: { ...payload, custom_details: "connect: connection refused" } });
  expect(alert).toMatchObject({ errorLines: ["connect: connection refused"] });
});

test("two machines with a part of the same name are two", () => {
  const serviceOn = (source: string) =>
    read({ ...trigger, payload: { ...payload, source, component: "mysql" } })?.service;
  expect([serviceOn("db-eu-1"), serviceOn("payments-us-9")]).toEqual(["db-eu-1", "payments-us-9"]);
});

test.each(["acknowledge", "resolve"])("%s needs a key and no more", (event_action) => {
  expect(read({ ...rest, event_action })).toMatchObject({
    action: event_action,
    dedupKey: "db/disk",
    at: null,
    service: null,
  });
});

test("a trigger without a key has the one that its sender was told, and without any the same at every reading", () => {
  const keyless = { ...trigger, dedup_key: undefined };
  expect(read(keyless, { [DEDUP_KEY_HEADER]: "f00" })?.dedupKey).toBe("f00");
  expect(read(keyless)?.dedupKey).toBe(read(keyless)?.dedupKey);
});
