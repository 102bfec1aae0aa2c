import { expect, test } from "vitest";
import { usualSeverities } from "@/lib/integrations/contract";
import { checkEvent } from "./events-v2/check-event";
import type { Occasion } from "./occasion";
import { readJson } from "./read-json";
import { sources } from "./registry";
import { sampleOf } from "./sample";
import { integrationOf, NOW } from "./sources.fixture";

const names = ["pagerduty", "events-v2", "alertmanager", "grafana", "cloudwatch", "datadog", "generic"] as const;
const occasion: Occasion = {
  state: "firing",
  title: "Pool of checkout-db is exhausted",
  service: "checkout-db",
  severity: "high",
  dedupKey: "Q2CKYRLH85UNN4",
  startedAt: new Date("2026-03-01T11:00:00Z"),
  at: new Date("2026-03-01T11:00:00Z"),
  secret: "s3cret",
};

test.each(names)("a sample of %s is proven, and says what it is about", async (name) => {
  const source = sources[name];
  if (!source) throw new Error(`${name} is not registered`);
  const integration = integrationOf(name);
  const read = async (change: Partial<Occasion>) => {
    const arrived = { ...sampleOf(name, { ...occasion, ...change }), receivedAt: NOW };
    if (name !== "cloudwatch") expect(await source.prove(arrived, integration)).toEqual({ isProven: true });
    if (name === "events-v2") expect(checkEvent(readJson(arrived.body))).toMatchObject({ ok: true });
    const [alert] = source.read(arrived, integration).alerts;
    if (!alert) throw new Error(`A sample of ${name} has no alert in it`);
    return alert;
  };
  const firing = await read({});
  const resolved = await read({ state: "resolved", at: new Date("2026-03-01T11:30:00Z") });
  expect(firing).toMatchObject({ action: "trigger", title: occasion.title, service: "checkout-db" });
  expect(resolved).toMatchObject({ action: "resolve", dedupKey: firing.dedupKey });
  if (name !== "events-v2") expect([firing.at, resolved.at]).toEqual([occasion.at, new Date("2026-03-01T11:30:00Z")]);
  // An alarm has no severities: it is on or off.
  for (const severity of ["critical", "high", "medium", "low"] as const) {
    const word = (await read({ severity })).severity?.toLowerCase() ?? "";
    expect(usualSeverities[name][word], word).toBe(name === "cloudwatch" ? "high" : severity);
  }
});
