import { expect, test } from "vitest";
import { nextStep } from "./next-step";

const incident = {
  status: "triggered",
  resolution: null,
  escalation: null,
  service_name: "redis-test",
  diagnosis: { state: "completed", root_cause: null },
} as const;
const proposal = {
  state: "proposed",
  title: "Clear every key: redis-test",
  execution_id: null,
  decided_by: null,
} as const;
const approved = { ...proposal, state: "approved", execution_id: "1" } as const;
const kindOf = (situation: Partial<Parameters<typeof nextStep>[0]>) =>
  nextStep({ incident, proposal: null, execution: null, service: { kind: "redis" }, ...situation }).kind;

test("the story of an incident asks for one thing at a time", () => {
  expect(kindOf({ incident: { ...incident, diagnosis: { state: "running", root_cause: null } } })).toBe("wait");
  expect(kindOf({})).toBe("propose");
  expect(kindOf({ proposal })).toBe("decide");
  expect(kindOf({ proposal: approved })).toBe("wait");
  expect(
    kindOf({ proposal: approved, execution: { id: "1", state: "running", outcome: null, worker_silent: false } }),
  ).toBe("watch");
  const queued = { id: "1", state: "queued", outcome: null, worker_silent: false } as const;
  expect(nextStep({ incident, proposal: approved, execution: queued, service: { kind: "redis" } }).text).toMatch(
    /^Nothing runs yet/,
  );
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
  const step = nextStep({ incident, proposal: approved, execution: run, service: { kind: "redis" } });
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
  const step = nextStep({ incident, proposal: rejected, execution: null, service: { kind: "redis" } });
  expect(step.text).toMatch(/^Rita rejected the last proposal, “Clear every key: redis-test”\. Nightshift will say/);
});

test("what Nightshift cannot reach is a person's, and no fix is offered", () => {
  expect(kindOf({ service: { kind: "unmanaged" } })).toBe("person");
  expect(kindOf({ incident: { ...incident, service_name: null }, service: null })).toBe("person");
});
