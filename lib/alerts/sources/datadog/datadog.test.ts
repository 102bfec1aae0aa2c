import { expect, test } from "vitest";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { datadog } from ".";
import { template } from "./template";

const integration = integrationOf("datadog");
const payload = {
  id: "7001",
  transition: "Triggered",
  dedup_key: "9bd4ac313a4d1e8fae2482df7b77628-1772366000000",
  title: "[Triggered on {service:checkout}] Errors of checkout",
  alert_title: "Errors of checkout",
  message: "%%%\nToo many errors\n\nupstream timed out @webhook-nightshift\n%%%",
  priority: "P2",
  alert_type: "error",
  alert_id: "1234",
  alert_scope: "service:checkout",
  alert_status: "errors was > 80",
  metric: "http.errors",
  query: "avg(last_5m):errors > 80",
  hostname: "web-1",
  tags: "env:prod, service:checkout, urgent, url:http://a:80",
  link: "https://app.datadoghq.com/event/event?id=7001",
  snapshot: "null",
  date: "1772366400000",
  last_updated: "1772366400000",
};
const read = (change: object = {}) => datadog.read(arrivedOf({ ...payload, ...change }), integration).alerts[0];

test("an alert by our template is read with all there is about it", () => {
  expect(Object.keys(payload)).toEqual(Object.keys(JSON.parse(template)));
  expect(read()).toEqual({
    action: "trigger",
    dedupKey: payload.dedup_key,
    at: new Date("2026-03-01T12:00:00Z"),
    title: "Errors of checkout",
    description: "Too many errors\n\nupstream timed out @webhook-nightshift\n\nerrors was > 80",
    severity: "P2",
    service: "checkout",
    labels: {
      transition: "Triggered",
      alert_id: "1234",
      metric: "http.errors",
      query: "avg(last_5m):errors > 80",
      host: "web-1",
      env: "prod",
      service: "checkout",
      url: "http://a:80",
      tags: "urgent",
    },
    links: [{ href: "https://app.datadoghq.com/event/event?id=7001", text: "In Datadog" }],
    errorLines: ["Too many errors", "upstream timed out @webhook-nightshift"],
    ref: null,
    by: null,
  });
});

test.each([
  ["Triggered", "trigger"],
  ["Re-Triggered", "trigger"],
  ["Warn", "trigger"],
  ["Re-Warn", "trigger"],
  ["No Data", "trigger"],
  ["Re-No Data", "trigger"],
  ["Renotify", "trigger"],
  ["Recovered", "resolve"],
])("%s: %s", (transition, action) => {
  expect(read({ transition })).toMatchObject({ action });
});

test("what no monitor sent goes by its type", () => {
  expect(read({ transition: "null", alert_type: "success" })).toMatchObject({ action: "resolve" });
  expect(read({ transition: "$ALERT_TRANSITION", alert_type: "info" })).toMatchObject({ action: "trigger" });
});

test("the priority counts where there is one, else the type", () => {
  expect(read({ priority: "normal" })).toMatchObject({ severity: "error" });
  expect(read({ priority: "$ALERT_PRIORITY", alert_type: "warning" })).toMatchObject({ severity: "warning" });
});

test("variables that Datadog left standing are absent", () => {
  const unexpanded = JSON.parse(template);
  const { alerts } = datadog.read(arrivedOf({ ...unexpanded, dedup_key: "a-1" }), integration);
  expect(alerts[0]).toMatchObject({
    dedupKey: "a-1",
    title: "Datadog alert without a title",
    service: null,
    at: null,
    labels: {},
    links: [],
  });
  expect(() => datadog.read(arrivedOf(unexpanded), integration)).toThrow(/dedup_key/);
});

test.each(["-", "$AGGREG_KEY-1", "", null, {}])("without a key (%j) the monitor and its scope are one", (dedup_key) => {
  expect(read({ dedup_key })).toMatchObject({ dedupKey: "1234:service:checkout" });
  expect(() => read({ dedup_key, alert_id: undefined })).toThrow(Unreadable);
});

test("a retry has the key of the first try; a renotification of the same event has not", () => {
  const keyOf = (change: object) => datadog.deliveryKey(arrivedOf({ ...payload, ...change }));
  expect(keyOf({})).toBe(keyOf({}));
  expect(keyOf({})).not.toBe(keyOf({ last_updated: "1772366460000" }));
  expect(keyOf({ id: "$ID" })).toBeNull();
  expect(datadog.deliveryKey(arrivedOf("{"))).toBeNull();
});

test("a form is no JSON, and the words say so", () => {
  expect(() => datadog.read(arrivedOf("id=7001&title=x"), integration)).toThrow(/no valid JSON/);
});
