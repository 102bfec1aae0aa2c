import { expect, test } from "vitest";
import { nextStep, refusalIn } from "./next-step";

const incident = {
  status: "triggered",
  resolution: null,
  escalation: null,
  service_name: "redis-test",
  alert_source: "monitoring",
  kept_open_by: null,
  has_remedy: null,
  diagnosis: { state: "completed", root_cause: null, immediate_actions: [] as string[] },
} as const;
const service = { kind: "redis", status: "down", health: 0 } as const;
const proposal = {
  state: "proposed",
  title: "Clear every key: redis-test",
  execution_id: null,
  decided_by: null,
} as const;
const approved = { ...proposal, state: "approved", execution_id: "1" } as const;
const stepOf = (situation: Partial<Parameters<typeof nextStep>[0]>) =>
  nextStep({ incident, proposal: null, execution: null, service, refusal: null, ...situation });
const kindOf = (situation: Parameters<typeof stepOf>[0]) => stepOf(situation).kind;

test("the story of an incident asks for one thing at a time", () => {
  expect(kindOf({ incident: { ...incident, diagnosis: { ...incident.diagnosis, state: "running" } } })).toBe("wait");
  expect(kindOf({})).toBe("propose");
  expect(kindOf({ proposal })).toBe("decide");
  expect(kindOf({ proposal: approved })).toBe("wait");
  expect(
    kindOf({ proposal: approved, execution: { id: "1", state: "running", outcome: null, worker_silent: false } }),
  ).toBe("watch");
  const queued = { id: "1", state: "queued", outcome: null, worker_silent: false } as const;
  expect(stepOf({ proposal: approved, execution: queued }).text).toMatch(/^Nothing runs yet/);
  expect(kindOf({ incident: { ...incident, status: "resolved" } })).toBe("done");
});

test("a run in doubt comes before everything, a resolved incident included", () => {
  expect(
    kindOf({
      incident: { ...incident, status: "resolved" },
      execution: { id: "1", state: "unknown", outcome: null, worker_silent: false },
    }),
  ).toBe("watch");
});

test("a run whose worker is silent is not called running", () => {
  const run = { id: "1", state: "running", outcome: null, worker_silent: true } as const;
  const step = stepOf({ proposal: approved, execution: run });
  expect(step).toMatchObject({ kind: "watch", title: "The worker that runs this has gone silent" });
});

test("after a fix that failed, the incident is a person's, unless another fix already waits", () => {
  const escalated = { ...incident, escalation: "Verification failed and nothing could be undone" };
  const failed = { id: "1", state: "failed", outcome: null, worker_silent: false } as const;
  expect(kindOf({ incident: escalated, execution: failed })).toBe("handle");
  expect(kindOf({ incident: escalated, execution: failed, proposal })).toBe("decide");
});

test("a decided or expired proposal asks nothing", () => {
  for (const state of ["rejected", "expired", "superseded", "changes_requested"] as const)
    expect(kindOf({ proposal: { ...proposal, state } })).toBe("propose");
});

test("who rejected the last proposal is said where the next one is asked for", () => {
  const rejected = { ...proposal, state: "rejected", decided_by: "Rita" } as const;
  const step = stepOf({ proposal: rejected, execution: null });
  expect(step.text).toMatch(/^Rita rejected the last proposal, “Clear every key: redis-test”\. Nightshift will say/);
});

test("what Nightshift cannot reach is a person's, and no fix is offered", () => {
  expect(kindOf({ service: { ...service, kind: "unmanaged" } })).toBe("person");
  expect(kindOf({ incident: { ...incident, service_name: null }, service: null })).toBe("person");
});

test("what has recovered meanwhile is waited for, but for what people or alerts say is theirs to end", () => {
  const well = { ...service, status: "healthy", health: 99.6 } as const;
  expect(stepOf({ service: well })).toMatchObject({ kind: "wait", text: expect.stringMatching(/^Health is 100 now/) });
  expect(kindOf({ service: well, proposal })).toBe("decide");
  expect(kindOf({ service: well, incident: { ...incident, kept_open_by: "Rita" } })).toBe("propose");
  expect(kindOf({ service: well, incident: { ...incident, alert_source: "grafana" } })).toBe("propose");
});

test("where nothing can be proposed it is for a person, who is told what to do", () => {
  const immediate_actions = ["Create the container cache again from its definition: there is none to start [5]."];
  const diagnosis = { ...incident.diagnosis, immediate_actions };
  expect(stepOf({ incident: { ...incident, diagnosis, has_remedy: false } })).toMatchObject({
    kind: "person",
    text: "There is no action against that. Create the container cache again from its definition: there is none to start.",
  });
  const asked = {
    kind: "proposal",
    data: { why: "No action of the catalog can help here. docker.restart: cache is gone" },
  } as const;
  const refusal = refusalIn([asked, { kind: "note", data: {} }]);
  expect(stepOf({ refusal })).toMatchObject({
    title: "This one is for a person",
    text: expect.stringContaining("cache is gone"),
  });
  expect(refusalIn([asked, { kind: "diagnosis", data: {} }])).toBeNull();
});
