import { describe, expect, test } from "vitest";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { alertmanager } from ".";

const integration = integrationOf("alertmanager");
const firing = {
  status: "firing",
  labels: { alertname: "ProbeFailure", severity: "critical", job: "checkout", instance: "10.0.0.1:9100" },
  annotations: {
    summary: "Checkout does not answer",
    description: "Last answer:\nconnect ECONNREFUSED: connection refused",
    runbook_url: "https://wiki.example/probe",
  },
  startsAt: "2026-03-01T11:00:00.123456789Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus.example:9090/graph?g0.expr=up",
  fingerprint: "1a30ba71cca2921f",
};
const resolved = { ...firing, status: "resolved", endsAt: "2026-03-01T11:30:00Z" };
const groupOf = (alerts: unknown, more: object = {}) => ({
  version: "4",
  groupKey: '{}/{severity="critical"}:{alertname="ProbeFailure"}',
  truncatedAlerts: 0,
  status: "firing",
  receiver: "nightshift",
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: "http://alertmanager.example:9093",
  alerts,
  ...more,
});
const readAll = (body: unknown) => alertmanager.read(arrivedOf(body), integration);
const read = (alert: object) => readAll(groupOf([alert])).alerts[0];

describe("what an alert says", () => {
  test("one that fires, with everything there is about it", () => {
    expect(read(firing)).toEqual({
      action: "trigger",
      dedupKey: "1a30ba71cca2921f",
      at: new Date("2026-03-01T11:00:00.123Z"),
      title: "Checkout does not answer",
      description: "Last answer:\nconnect ECONNREFUSED: connection refused",
      severity: "critical",
      service: "checkout",
      labels: firing.labels,
      links: [
        { href: "https://wiki.example/probe", text: "Runbook" },
        { href: "http://prometheus.example:9090/graph?g0.expr=up", text: "The rule" },
        { href: "http://alertmanager.example:9093/", text: "The sender" },
      ],
      errorLines: ["connect ECONNREFUSED: connection refused"],
      ref: null,
      by: null,
    });
  });

  test("one that is over, at its end", () => {
    expect(read(resolved)).toMatchObject({
      action: "resolve",
      dedupKey: "1a30ba71cca2921f",
      at: new Date("2026-03-01T11:30:00Z"),
    });
  });

  test.each([
    ["is absent", undefined],
    ["is Go's zero time", "0001-01-01T00:00:00Z"],
    ["is before the beginning", "2026-03-01T10:00:00Z"],
    ["is no time", "soon"],
  ])("when the end %s, it ended when word of it came", (_, endsAt) => {
    expect(read({ ...resolved, endsAt })).toMatchObject({ action: "resolve", at: null });
  });

  test("each alert of a group speaks for itself, whatever the group's status", () => {
    const { alerts } = readAll(groupOf([firing, { ...resolved, fingerprint: "b" }], { status: "firing" }));
    expect(alerts.map(({ action }) => action)).toEqual(["trigger", "resolve"]);
  });

  test("without a fingerprint the labels tell it apart, in whatever order", () => {
    const keyOf = (labels: object) => read({ ...firing, fingerprint: undefined, labels })?.dedupKey;
    expect(keyOf({ a: "1", b: "2" })).toBe(keyOf({ b: "2", a: "1" }));
    expect(keyOf({ a: "1", b: "2" })).not.toBe(keyOf({ a: "1", b: "3" }));
  });

  test.each([
    [{ service: "a", job: "b", app: "c" }, "a"],
    [{ job: "b", app: "c" }, "b"],
    [{ app: "c", namespace: "d" }, "c"],
    [{ deployment: "e", namespace: "d", instance: "f" }, "e"],
    [{ instance: "f" }, "f"],
    [{ job: "node-exporter", namespace: "monitoring", instance: "db-eu-1:9100" }, "db-eu-1"],
    [{ job: "mysqld_exporter", instance: "db-eu-1:9104" }, "db-eu-1"],
    [{ service: "kube-state-metrics", namespace: "shop", deployment: "web", instance: "10.0.0.1:8080" }, "web"],
    [{ job: "kube-state-metrics", namespace: "shop", instance: "10.0.0.1:8080" }, "shop"],
    [{ job: "blackbox", instance: "https://shop.example/" }, "https://shop.example/"],
    [{ job: "node-exporter" }, "node-exporter"],
    [{ alertname: "x" }, null],
  ])("%j: the service is %s", (labels, service) => {
    expect(read({ ...firing, labels })).toMatchObject({ service });
  });

  test("labels and annotations may be nothing, or anything", () => {
    for (const odd of [null, [], 7, "x", undefined])
      expect(read({ ...firing, labels: odd, annotations: odd, startsAt: odd })).toMatchObject({
        title: "Alert without a name",
        severity: null,
        labels: {},
        at: null,
      });
    expect(read({ ...firing, labels: { severity: { level: 5 }, alertname: 7 }, annotations: {} })).toMatchObject({
      title: "7",
      severity: null,
      labels: { severity: '{"level":5}', alertname: "7" },
    });
  });
});

test("alerts that the sender left out are spoken of", () => {
  expect(readAll(groupOf([firing], { truncatedAlerts: 3 })).eventType).toBe(
    "firing (3 left out by max_alerts of the sender)",
  );
});

test("an alert that cannot be read takes none of the others with it, and is spoken of", () => {
  const { alerts, problem } = readAll(groupOf([{ labels: "oops" }, firing, "x"]));
  expect(alerts).toMatchObject([{ severity: "critical", dedupKey: "1a30ba71cca2921f" }]);
  expect(problem).toMatch(/^2 of 3 entries could not be read: .*alerts\.0.*alerts\.2/);
  expect(readAll(groupOf([firing]))).not.toHaveProperty("problem");
});

test("an empty group says nothing", () => {
  expect(readAll(groupOf([]))).toEqual({ eventType: "firing", alerts: [] });
});

test.each([
  ["no alerts", groupOf(undefined), /field alerts/],
  ["alerts that are no list", groupOf({ 0: firing }), /field alerts/],
  ["an alert that is none", groupOf(["x"]), /alerts\.0/],
  ["an alert that nothing tells apart", groupOf([{ status: "firing" }]), /fingerprint/],
  ["too many", groupOf(Array.from({ length: 1_001 }, () => firing)), /at most 1000/],
])("%s: cannot be read, and the words name it", (_, body, words) => {
  expect(() => readAll(body)).toThrow(words);
  expect(() => readAll(body)).toThrow(Unreadable);
});
