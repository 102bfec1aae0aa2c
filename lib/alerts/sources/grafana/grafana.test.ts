import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { arrivedOf, basic, integrationOf, NOW } from "../sources.fixture";
import { grafana } from ".";

const integration = integrationOf("grafana", { secrets: ["new", "old"] });
const alert = {
  status: "firing",
  labels: { alertname: "High memory usage", team: "blue", service: "checkout" },
  annotations: {
    description: "Memory is high",
    summary: "Memory of checkout",
    runbook_url: "https://wiki.example/1234",
  },
  startsAt: "2026-03-01T09:51:03.157076+02:00",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "https://grafana.example/alerting/1afz29v7z/edit",
  fingerprint: "c6eadffa33fcdf37",
  silenceURL: "https://grafana.example/alerting/silence/new?matchers=a%3Db",
  dashboardURL: "https://grafana.example/d/1",
  panelURL: "",
  values: { B: 44.5, C: 1 },
};
const bodyOf = (entry: object) => ({
  receiver: "nightshift",
  status: "firing",
  orgId: 1,
  alerts: [entry],
  externalURL: "https://grafana.example/",
  version: "1",
  title: "[FIRING:1]",
  state: "alerting",
  message: "**Firing**",
});
const read = (entry: object) => grafana.read(arrivedOf(bodyOf(entry)), integration).alerts[0];

describe("the signature", () => {
  const body = JSON.stringify(bodyOf(alert));
  const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");
  const seconds = (offset: number) => String(NOW.getTime() / 1_000 + offset);
  const prove = (headers: Record<string, string>) => grafana.prove(arrivedOf(body, headers), integration);
  const withTime = (time: string, secret = "new") =>
    prove({ "x-grafana-alerting-signature": hmac(secret, `${time}:${body}`), "x-grafana-alerting-timestamp": time });

  test("of the body, or of the time and the body, under either secret", () => {
    expect(prove({ "x-grafana-alerting-signature": hmac("old", body) })).toEqual({ isProven: true });
    expect(withTime(seconds(-60))).toEqual({ isProven: true });
  });

  test("or a secret sent along, by those who do not sign", () => {
    expect(prove({ authorization: "Bearer old" })).toEqual({ isProven: true });
    expect(prove({ authorization: basic("new") })).toEqual({ isProven: true });
  });

  test.each([
    ["nothing", {}],
    ["another secret", { "x-grafana-alerting-signature": hmac("other", body) }],
    ["another body", { "x-grafana-alerting-signature": hmac("new", `${body} `) }],
    [
      "a time that was not signed",
      { "x-grafana-alerting-signature": hmac("new", body), "x-grafana-alerting-timestamp": seconds(0) },
    ],
    ["a wrong signature, whatever is beside it", { "x-grafana-alerting-signature": "", authorization: "Bearer new" }],
  ])("%s does not prove it", (_, headers) => {
    expect(prove(headers as Record<string, string>)).toMatchObject({ isProven: false });
  });

  test("what was signed long ago, or for later, or at no time, is refused", () => {
    for (const time of [seconds(-3_600), seconds(3_600), "", "soon"])
      expect(withTime(time), time).toMatchObject({ isProven: false });
  });
});

test("an alert carries its values and the ways into Grafana", () => {
  expect(read(alert)).toMatchObject({
    action: "trigger",
    dedupKey: "c6eadffa33fcdf37",
    at: new Date("2026-03-01T07:51:03.157Z"),
    title: "Memory of checkout",
    description: "Memory is high\n\nValues: B = 44.5, C = 1",
    service: "checkout",
    labels: { ...alert.labels, values: "B = 44.5, C = 1" },
    links: [
      { href: "https://grafana.example/d/1", text: "Dashboard" },
      { href: "https://grafana.example/alerting/silence/new?matchers=a%3Db", text: "Silence it" },
      { href: "https://wiki.example/1234", text: "Runbook" },
      { href: "https://grafana.example/alerting/1afz29v7z/edit", text: "The rule" },
      { href: "https://grafana.example/", text: "The sender" },
    ],
  });
});

test("an alert that cannot be read takes none of the others with it", () => {
  const { alerts, problem } = grafana.read(arrivedOf({ ...bodyOf(alert), alerts: [7, alert] }), integration);
  expect(alerts).toHaveLength(1);
  expect(problem).toMatch(/^1 of 2 entries .*alerts\.0/);
});

test("a test alert has relative links, null values and nothing else", () => {
  const odd = {
    generatorURL: "?orgId=1",
    silenceURL: "/alerting",
    dashboardURL: null,
    values: null,
    valueString: "[ var='B' value=22 ]",
  };
  expect(read({ ...alert, ...odd, annotations: {} })).toMatchObject({
    title: "High memory usage",
    labels: { values: "[ var='B' value=22 ]" },
    links: [{ href: "https://grafana.example/", text: "The sender" }],
  });
});

test.each([
  ["DatasourceNoData", { summary: "Memory of checkout" }, "No data: Memory of checkout"],
  ["DatasourceNoData", {}, "No data: High memory usage"],
  ["DatasourceError", {}, "Query failed: High memory usage"],
])("%s is named after the rule that it stands in for", (alertname, annotations, title) => {
  const labels = { alertname, rulename: "High memory usage", datasource_uid: "x" };
  expect(read({ ...alert, labels, annotations })).toMatchObject({ action: "trigger", title });
});
