import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { pagerduty } from ".";

const integration = integrationOf("pagerduty", { secrets: ["new", "old"] });

const incident = {
  id: "Q2CKYRLH85UNN4",
  type: "incident",
  self: "https://api.pagerduty.com/incidents/Q2CKYRLH85UNN4",
  html_url: "https://acme.pagerduty.com/incidents/Q2CKYRLH85UNN4",
  number: 37,
  status: "triggered",
  incident_key: "dfead",
  created_at: "2026-03-01T11:47:13Z",
  title: "Pool of checkout-db is exhausted",
  service: { id: "PNE3JZM", type: "service_reference", summary: "checkout-db" },
  assignees: [{ id: "PTUXL6G", type: "user_reference", summary: "Jane Doe" }, { summary: "Sam Roe" }],
  escalation_policy: { id: "PUS0KTE", summary: "Database people" },
  teams: [{ id: "PFCVPS0", summary: "Storage" }],
  priority: { id: "PSO75BM", summary: "P1", type: "priority_reference" },
  urgency: "low",
  conference_bridge: { conference_number: "+1 1234", conference_url: "https://meet.example/1" },
  resolve_reason: null,
  incident_type: { name: "incident_default" },
};
const eventOf = (event_type: string, data: object = incident, more: object = {}) => ({
  event: {
    id: "01FKZSEVENT",
    event_type,
    resource_type: "incident",
    occurred_at: "2026-03-01T11:50:00.414Z",
    agent: { id: "PVE0ZR9", type: "user_reference", summary: "Jane Doe" },
    client: null,
    data,
    ...more,
  },
});
const read = (body: unknown) => pagerduty.read(arrivedOf(body), integration);
const only = (body: unknown) => {
  const { alerts } = read(body);
  expect(alerts).toHaveLength(1);
  return alerts[0];
};

describe("the signature", () => {
  const body = JSON.stringify(eventOf("incident.triggered"));
  const signed = (secret: string, text = body) => `v1=${createHmac("sha256", secret).update(text).digest("hex")}`;
  const prove = (signature: string | undefined, text = body) =>
    pagerduty.prove(
      arrivedOf(text, signature === undefined ? {} : { "x-pagerduty-signature": signature }),
      integration,
    );

  test.each([
    ["of either secret", signed("old")],
    ["among others", `v0=abc,v1=${"0".repeat(64)}, ${signed("new")}`],
    ["beside a version that is not known", `v2=abc,${signed("new")}`],
  ])("%s proves it", (_, signature) => {
    expect(prove(signature)).toEqual({ isProven: true });
  });

  test.each([
    ["of another secret", signed("other")],
    ["of another body", signed("new", `${body} `)],
    ["absent", undefined],
    ["empty", ""],
    ["of a version that is not known", signed("new").replace("v1", "v2")],
    ["cut off", signed("new").slice(0, -1)],
    ["longer than it should be", `${signed("new")}0`],
    ["without its version", signed("new").slice(3)],
  ])("%s does not", (_, signature) => {
    expect(prove(signature)).toMatchObject({ isProven: false, why: expect.stringMatching(/\S/) });
  });

  test("a right one behind more than are looked at is refused in words that say so", () => {
    const many = [...Array.from({ length: 150 }, (_, i) => `v1=${i}`), signed("s3cret")].join(",");
    expect(prove(many)).toMatchObject({ isProven: false, why: expect.stringContaining("first 20 signatures") });
  });

  test("nobody proves anything to an integration without a secret", () => {
    const bare = integrationOf("pagerduty", { secrets: [] });
    expect(pagerduty.prove(arrivedOf(body, { "x-pagerduty-signature": signed("") }), bare)).toMatchObject({
      isProven: false,
    });
  });
});

test("the delivery's own id is the key; the event's where the header is lost; none where there is neither", () => {
  const body = eventOf("incident.triggered");
  expect(pagerduty.deliveryKey(arrivedOf(body, { "x-webhook-id": "abc" }))).toBe("abc");
  expect(pagerduty.deliveryKey(arrivedOf(body))).toBe("01FKZSEVENT");
  expect(pagerduty.deliveryKey(arrivedOf("no json"))).toBeNull();
});

describe("what an event says", () => {
  test("a new incident, with everything there is about it", () => {
    expect(only(eventOf("incident.triggered"))).toEqual({
      action: "trigger",
      dedupKey: "Q2CKYRLH85UNN4",
      at: new Date("2026-03-01T11:47:13Z"),
      title: "Pool of checkout-db is exhausted",
      description: "",
      severity: "P1",
      service: "checkout-db",
      labels: {
        number: "37",
        incident_key: "dfead",
        urgency: "low",
        priority: "P1",
        escalation_policy: "Database people",
        teams: "Storage",
        incident_type: "incident_default",
      },
      links: [
        { href: "https://acme.pagerduty.com/incidents/Q2CKYRLH85UNN4", text: "In PagerDuty" },
        { href: "https://meet.example/1", text: "Conference bridge" },
      ],
      errorLines: [],
      ref: { id: "Q2CKYRLH85UNN4", url: "https://acme.pagerduty.com/incidents/Q2CKYRLH85UNN4" },
      by: "Jane Doe",
    });
  });

  test.each([
    ["incident.acknowledged", "acknowledge"],
    ["incident.unacknowledged", "unacknowledge"],
    ["incident.resolved", "resolve"],
    ["incident.reopened", "trigger"],
  ])("%s: %s, at the time it happened", (type, action) => {
    expect(only(eventOf(type))).toMatchObject({ action, at: new Date("2026-03-01T11:50:00.414Z"), by: "Jane Doe" });
  });

  test("an old payload with nulls wherever there may be some", () => {
    const { incident_key, created_at, incident_type, ...old } = incident;
    const data = { ...old, priority: null, conference_bridge: null, service: null, assignees: null, teams: null };
    expect(only(eventOf("incident.triggered", data, { agent: null }))).toMatchObject({
      at: new Date("2026-03-01T11:50:00.414Z"),
      severity: "low",
      service: null,
      by: null,
    });
  });

  test("an id that is no id is a key, and nothing is ever said about it to PagerDuty", () => {
    expect(only(eventOf("incident.resolved", { ...incident, id: "../users/1?x" }))).toMatchObject({
      dedupKey: "../users/1?x",
      ref: null,
    });
  });

  const reference = {
    id: incident.id,
    html_url: incident.html_url,
    summary: incident.title,
    type: "incident_reference",
  };

  test("a note, about the incident that it refers to", () => {
    const data = { incident: reference, id: "P2LA89X", content: "Restarted it", trimmed: false, type: "incident_note" };
    expect(only(eventOf("incident.annotated", data))).toMatchObject({
      action: "note",
      dedupKey: incident.id,
      title: incident.title,
      description: "Restarted it",
      by: "Jane Doe",
      ref: { id: incident.id },
    });
  });

  test.each([
    ["incident.priority_updated", incident, "The priority is now P1"],
    ["incident.priority_updated", { ...incident, priority: null }, "The priority was removed"],
    ["incident.reassigned", incident, "Reassigned to Jane Doe, Sam Roe"],
    ["incident.escalated", { ...incident, assignees: [] }, "Escalated"],
    ["incident.delegated", incident, "Given to the escalation policy Database people"],
    ["incident.service_updated", incident, "Moved to the service checkout-db"],
    [
      "incident.status_update_published",
      { incident: reference, message: "A fix is near" },
      "A status update was published: A fix is near",
    ],
    [
      "incident.responder.added",
      { incident: reference, user: { summary: "Maeve" }, message: "Help" },
      "Maeve was asked to help: Help",
    ],
    [
      "incident.responder.replied",
      { incident: reference, user: { summary: "Maeve" }, state: "joined" },
      "Maeve answered the call for help with joined",
    ],
    [
      "incident.workflow.started",
      { incident: reference, summary: "Page everybody" },
      "A workflow was started: Page everybody",
    ],
  ])("%s changes nothing but the story", (type, data, description) => {
    expect(only(eventOf(type, data))).toMatchObject({ action: "change", dedupKey: incident.id, description });
  });

  test.each(["pagey.ping", "service.updated", "incident.something_new", "constructor"])(
    "%s is kept, and that is all",
    (type) => {
      expect(read(eventOf(type, { type: "ping", message: "Hello" }))).toEqual({ eventType: type, alerts: [] });
    },
  );
});

test.each([
  ["no event", {}, /event\.event_type/],
  ["an event that is a text", { event: "x" }, /event\.event_type/],
  ["a type that is none", { event: { event_type: {} } }, /event\.event_type/],
  ["no data", { event: { event_type: "incident.triggered" } }, /event\.data\.id/],
  ["an id that is none", eventOf("incident.resolved", { id: ["x"] }), /event\.data\.id/],
  [
    "a note about nothing",
    eventOf("incident.annotated", { incident: null, content: "x" }),
    /event\.data\.incident\.id/,
  ],
])("%s: cannot be read, and the words name what is missing", (_, body, words) => {
  expect(() => read(body)).toThrow(words);
  expect(() => read(body)).toThrow(Unreadable);
});
