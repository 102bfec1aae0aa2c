import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createIncident } from "@/lib/incidents";
import { createService } from "@/lib/monitoring";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newExecution } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import type { RouteHandler } from "./handle";

const ROOT = resolve("app/api/v1");
const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;
type Route = Record<(typeof METHODS)[number], RouteHandler<Record<string, string>>>;

/** A body that each route which wants one accepts, so that nothing but the address can be what is refused. */
const bodies: Record<string, unknown> = {
  "PATCH incidents/[id]": { severity: "low" },
  "PATCH services/[name]": { interval_ms: 60_000 },
  "POST incidents/[id]/actions": { action: "docker.restart" },
  "POST incidents/[id]/notes": { text: "x" },
  "POST proposals/[id]/approve": { content_hash: "0".repeat(64) },
  "POST proposals/[id]/reject": { reason: "x" },
  "POST proposals/[id]/request-changes": { comment: "x" },
};

const routes = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("route.ts") && /\[\w+\]/.test(path))
  .map((path) => path.slice(0, -"/route.ts".length))
  // The sandbox refuses everything where it is off, and a person's own sessions are not an organization's: tested beside them.
  .filter((path) => !path.startsWith("sandbox/") && !path.startsWith("sessions/") && !path.startsWith("[["))
  .sort();

const keys = { owner: "", viewer: "", foreigner: "" };
const own = { incidents: "", services: "", executions: "", proposals: newId() };
beforeAll(async () => {
  const [org, foreign] = await Promise.all([newOrganization(), newOrganization()]);
  keys.owner = await newApiKey(org.id, "owner");
  keys.viewer = await newApiKey(org.id, "viewer");
  keys.foreigner = await newApiKey(foreign.id, "owner");
  const service = { name: "cache", kind: "redis" as const, host: "127.0.0.1", port: 1 };
  own.services = (await createService(org.owner, service)).name;
  own.incidents = (await createIncident(org.owner, { title: "x" })).id;
  own.executions = (await newExecution(org.owner, own.incidents)).id;
});
afterAll(closeDatabase);

async function answer(path: string, method: (typeof METHODS)[number], key: string, id: string) {
  const route: Route = await import(/* @vite-ignore */ join(ROOT, path, "route.ts"));
  const body = bodies[`${method} ${path}`] ?? {};
  const request = new Request("http://nightshift.test/x", {
    method,
    headers: { "x-api-key": key },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const params: Record<string, string> = path.includes("[id]") ? { id } : { name: id };
  const response = await route[method](request, { params: Promise.resolve(params) });
  return { status: response.status, body: await response.json() };
}

describe.each(routes)("%s", (path) => {
  const noun = path.split("/")[0] as keyof typeof own;

  test("does not find another organization's, an unknown or a malformed name", async () => {
    for (const method of METHODS) {
      for (const [key, id] of [
        [keys.foreigner, own[noun]],
        [keys.owner, newId()],
        [keys.owner, "%27; no id"],
        [keys.owner, "x\0y"],
      ] as const) {
        const { status, body } = await answer(path, method, key, id);
        expect({ method, id, status, body }).toMatchObject({ status: expect.toSatisfy((s) => s === 404 || s === 405) });
        expect(body).toMatchObject({ success: false, error: expect.any(String), request_id: expect.any(String) });
      }
    }
  });

  test("lets a viewer change nothing", async () => {
    for (const method of METHODS.filter((name) => name !== "GET")) {
      const { status, body } = await answer(path, method, keys.viewer, own[noun]);
      expect({ method, status, body }).toMatchObject({ status: expect.toSatisfy((s) => s === 403 || s === 405) });
    }
  });
});
