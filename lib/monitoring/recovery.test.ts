import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import {
  getIncident,
  holdIncident,
  listIncidents,
  releaseIncident,
  reopenIncident,
  resolveIncident,
} from "@/lib/incidents";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { settleProbes } from ".";
import type { ProbeResult } from "./probe";
import { recordSample } from "./record-sample";
import { storyOf } from "./story.fixture";
import { watchedOf } from "./watched";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterEach(async () => {
  // What a test leaves behind would be probed by the next one's loop.
  await prisma().service.updateMany({ where: { organizationId: org.id }, data: { deletedAt: new Date() } });
  await settleProbes();
});
afterAll(closeDatabase);

const openIncidents = async () => (await listIncidents(org.viewer, { status: "open" })).items;

test("a new cause gets an incident of its own, and each ends when its own cause is over", async () => {
  const { sees, sample, open } = await storyOf(org, "cache");
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(sample(90), sample(10), sample(90), sample(10));
  expect(await open()).toEqual([]);
  await sees(sample(9));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(0, REFUSED));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  // It answers again, still full: no longer down, still short of memory.
  await sees(sample(8), sample(8));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(70));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(71));
  expect(await open()).toEqual([]);
});

test("checks by hand do not end an incident by themselves, however quickly they follow each other", async () => {
  const { id, sees, sample, open } = await storyOf(org, "cache");
  await sees(sample(0, "connect ECONNREFUSED 127.0.0.1:1"), sample(0, "connect ECONNREFUSED 127.0.0.1:1"));
  const row = await prisma().service.findUniqueOrThrow({ where: { id } });
  for (const health of [8, 8, 90, 90]) await recordSample(watchedOf(row), sample(health), null);
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  await sees(sample(90));
  expect(await open()).toEqual([]);
});

test("recovery during an execution is left to that execution", async () => {
  const { sees, sample, open } = await storyOf(org, "cache");
  await sees(sample(10), sample(10));
  const hold = { incidentId: (await openIncidents())[0]?.id ?? "", executionId: newId() };
  await inTransaction((tx) => holdIncident(tx, hold));
  await sees(sample(95), sample(95), sample(95));
  expect(await open()).toEqual(["cache:memory"]);
  await inTransaction((tx) => releaseIncident(tx, hold));
  await sees(sample(95));
  expect(await open()).toEqual([]);
});

/** As if it were taken from now on: what the stories above see is of long ago. */
function fromNowOn() {
  let later = Date.now();
  return (result: ProbeResult): ProbeResult => {
    later += 60_000;
    return { ...result, at: new Date(later) };
  };
}

test("what a person opened again stays open while all is well, until its trouble was measured again and passed", async () => {
  const { sees, sample, open } = await storyOf(org, "cache");
  await sees(sample(10), sample(10));
  const id = (await openIncidents())[0]?.id ?? "";
  await sees(sample(95), sample(95));
  expect(await open()).toEqual([]);
  await reopenIncident(org.responder, id, { reason: "Customers still report errors" });
  const now = fromNowOn();
  const keptBy = async () => (await getIncident(org.viewer, id)).kept_open_by;
  await sees(now(sample(95)), now(sample(95)), now(sample(95)));
  // Neither one bad sample nor another cause is that trouble.
  await sees(now(sample(10)), now(sample(95)), now(sample(95)));
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(now(sample(0, REFUSED)), now(sample(0, REFUSED)), now(sample(95)), now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  expect(await keptBy()).toBe(org.responder.actor.name);
  await sees(now(sample(10)), now(sample(10)));
  expect(await keptBy()).toBeNull();
  await sees(now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(now(sample(95)));
  expect(await open()).toEqual([]);

  await reopenIncident(org.responder, id, {});
  await resolveIncident(org.responder, id, { resolution: "It was the proxy" });
  expect(await open()).toEqual([]);
});

test("what was opened again because nobody was let in does not end with an answer from before", async () => {
  const { sees, sample, open } = await storyOf(org, "cache");
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(sample(0, REFUSED), sample(0, REFUSED));
  const id = (await openIncidents())[0]?.id ?? "";
  await sees(sample(10), sample(10));
  expect(await open()).toEqual(["cache:memory"]);
  await reopenIncident(org.responder, id, {});
  const now = fromNowOn();
  await sees(now(sample(10)), now(sample(10)));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  await sees(now(sample(0, REFUSED)), now(sample(10)));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  await sees(now(sample(10)));
  expect(await open()).toEqual(["cache:memory"]);
});

test("of what an alert opened again only good samples from after that count", async () => {
  const { id: serviceId, sees, sample, open } = await storyOf(org, "cache");
  await sees(sample(10), sample(10), sample(95), sample(95));
  const [resolved] = (await listIncidents(org.viewer, {})).items;
  await openNow(org.system, {
    ...{ serviceId, serviceName: "cache", affectedSystem: "cache", cause: "memory", source: "pagerduty" },
    ...{ title: "cache is slow", description: "", severity: "high", errorLogs: [], health: null, metricsSnapshot: {} },
    reopens: { incidentId: resolved?.id ?? "", reason: "It fires again" },
  });
  const now = fromNowOn();
  await sees(sample(95), now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(now(sample(95)));
  expect(await open()).toEqual([]);
});
