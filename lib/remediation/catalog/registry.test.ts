import { expect, test } from "vitest";
import { faults } from "@/lib/diagnosis";
import type { Watched } from "@/lib/monitoring";
import { newId } from "@/lib/platform/ids";
import { catalog, fallbacksOf, remediesFor } from "./registry";

const service = (kind: Watched["kind"]): Watched => ({
  ...{ id: newId(), organizationId: newId(), name: "shop", kind },
  target: { kind: "docker", name: "shop", config: null },
  connection: { host: "127.0.0.1", port: 1, database: null, username: null, password: null },
});
const remedies = (kind: Watched["kind"], fault: string | null) =>
  remediesFor(service(kind), fault).map((action) => action.id);

test("what alerts alone can tell leads to no action, whatever they say", () => {
  const elsewhere = Object.values(faults).filter((fault) => !/^(?:redis|postgres|docker|service)\./.test(fault));
  expect(elsewhere.length).toBeGreaterThan(10);
  for (const fault of elsewhere) expect([fault, remedies("redis", fault)]).toEqual([fault, []]);
});

test("no action takes free text: nothing that a log, an alert or a model says can become a parameter", () => {
  for (const { id, paramsSchema } of catalog) {
    const { properties = {} } = paramsSchema as { properties?: Record<string, { type?: string; enum?: unknown[] }> };
    for (const [name, { type, enum: choices }] of Object.entries(properties))
      expect([id, name, choices ? "choice" : type]).toEqual([id, name, expect.stringMatching(/^(?:integer|choice)$/)]);
  }
});

test("an approval under which the data stays never ends in a restart of a Redis, which may lose it", () => {
  const restarting = (kind: Watched["kind"]) =>
    catalog.flatMap((action) =>
      action.appliesTo(service(kind)) && fallbacksOf(action, service(kind)).some(({ id }) => id === "docker.restart")
        ? [action.id]
        : [],
    );
  // It has deleted every key by then.
  expect(restarting("redis")).toEqual(["redis.flush-all"]);
});

test("a server that cannot save, follow or start is not restarted, and one of unknown trouble is", () => {
  expect(remedies("redis", faults.redisPersistenceFailing)).toEqual([]);
  expect(remedies("redis", faults.redisReplicationBroken)).toEqual([]);
  expect(remedies("redis", faults.dockerPortConflict)).toEqual([]);
  expect(remedies("redis", faults.redisEvictingTooMuch)).toEqual(["redis.raise-maxmemory"]);
  expect(remedies("postgres", faults.postgresLongTransaction)).toEqual(["postgres.terminate-blockers"]);
  expect(remedies("redis", null)).toContain("docker.restart");
});
