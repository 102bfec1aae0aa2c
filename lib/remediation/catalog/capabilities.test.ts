import { expect, test } from "vitest";
import { systemCtx } from "@/lib/auth";
import { capabilities } from "..";

const viewer = { ...systemCtx("", "test"), role: "viewer" } as const;

test("every action says where it can be used and what it takes", () => {
  const { actions, tools } = capabilities(viewer);
  const one = (id: string) => actions.find(({ action }) => action === id);
  expect(one("redis.raise-maxmemory")).toMatchObject({
    service_kinds: ["redis"],
    target_kinds: ["docker", "process"],
    reversible: true,
    params: { properties: { maxmemory_mb: { type: "integer" } }, additionalProperties: false },
  });
  expect(one("docker.restart")).toMatchObject({ service_kinds: ["redis", "postgres"], target_kinds: ["docker"] });
  for (const { action, service_kinds, target_kinds } of actions)
    expect([service_kinds.length, target_kinds.length], action).not.toContain(0);
  expect(tools.map(({ name }) => name)).toContain("probe_service");
});
