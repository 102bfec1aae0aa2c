import { afterAll, beforeEach, expect, test } from "vitest";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import {
  createIncident,
  getIncident,
  getOpeningSample,
  type OpenIncident,
  reopenIncident,
  resolveIncident,
  type Sighting,
} from ".";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

const secondsAgo = (seconds: number) => new Date(clock.now().getTime() - seconds * 1_000);
const sampled = (health: number, at: Date) => ({
  ...{ health, metricsSnapshot: { used_memory: 100 - health }, sampledAt: at },
});
const shown = (health: number, at: Date) => ({
  ...{ health, metrics: { used_memory: 100 - health }, sampled_at: at.toISOString() },
});
const open = (over: Partial<OpenIncident> & Pick<Sighting, "health" | "metricsSnapshot">) =>
  openNow(org.system, {
    ...{ serviceId: newId(), serviceName: "cache", affectedSystem: "cache", cause: "memory", source: "monitoring" },
    ...{ title: "cache is out of memory", description: "", severity: "high", errorLogs: [] },
    ...over,
  });

test("what was sampled when it first opened stays, whatever is sampled later and whoever opens it again", async () => {
  const [first, later, last] = [secondsAgo(60), secondsAgo(30), secondsAgo(1)];
  const { incidentId } = await open(sampled(3, first));
  await open(sampled(20, later));
  await open({ health: 0, metricsSnapshot: {}, sampledAt: last });
  expect(await getOpeningSample(org.viewer, incidentId)).toEqual(shown(3, first));
  expect(await getIncident(org.viewer, incidentId)).toMatchObject({
    ...{ health: 0, metrics_snapshot: { used_memory: 80 }, metrics_sampled_at: later.toISOString() },
  });
  const stranger = await newOrganization();
  await expect(getOpeningSample(stranger.owner, incidentId)).rejects.toMatchObject({ code: "not_found" });

  await resolveIncident(org.responder, incidentId, {});
  expect(await getOpeningSample(org.viewer, incidentId)).toEqual(shown(3, first));
  const reopens = { incidentId, reason: "It is back" };
  expect(await open({ ...sampled(10, last), reopens })).toMatchObject({ incidentId, outcome: "reopened" });
  expect(await getOpeningSample(org.viewer, incidentId)).toEqual(shown(3, first));
  await resolveIncident(org.responder, incidentId, {});
  await reopenIncident(org.responder, incidentId, {});
  expect(await getOpeningSample(org.viewer, incidentId)).toEqual(shown(3, first));
});

test("opened without figures it has none of its opening, also when some come later, and of what is over none are from then", async () => {
  const { incidentId } = await open({ health: null, metricsSnapshot: {} });
  await open(sampled(20, secondsAgo(1)));
  expect(await getOpeningSample(org.viewer, incidentId)).toBeNull();
  await resolveIncident(org.responder, incidentId, {});
  await open({ ...sampled(10, secondsAgo(1)), reopens: { incidentId, reason: "It is back" } });
  expect(await getOpeningSample(org.viewer, incidentId)).toBeNull();
  const over = await open({ ...sampled(90, secondsAgo(1)), cause: "past", over: "It was over before word of it came" });
  expect(await getOpeningSample(org.viewer, over.incidentId)).toBeNull();
});

test("a person's incident has what was last seen of its service, unless that was too long ago", async () => {
  const named = {
    organizationId: org.id,
    kind: "redis",
    targetKind: "none",
    targetName: "x",
    host: "127.0.0.1",
    port: 1,
  };
  const by = async (name: string, lastCheckedAt: Date) => {
    const metrics = { used_memory: 60 };
    await prisma().service.create({ data: { ...named, id: newId(), name, lastCheckedAt, health: 40, metrics } });
    return createIncident(org.responder, { title: "It is slow", service_name: name });
  };
  const [recent, old] = [secondsAgo(5), secondsAgo(600)];
  const { id } = await by("watched", recent);
  expect(await getOpeningSample(org.viewer, id)).toEqual(shown(40, recent));
  await resolveIncident(org.responder, id, {});
  await reopenIncident(org.responder, id, {});
  expect(await getOpeningSample(org.viewer, id)).toEqual(shown(40, recent));

  const unwatched = await by("unwatched", old);
  expect(await getOpeningSample(org.viewer, unwatched.id)).toBeNull();
  expect(unwatched).toMatchObject({ metrics_sampled_at: old.toISOString(), metrics_snapshot: { used_memory: 60 } });
});
