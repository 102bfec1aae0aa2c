import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RouteHandler } from "@/app/_http/serve";
import { type Endpoint, endpoints, paramNames } from "@/lib/api";
import { Role, roleMay, Scope, scopeIncludes } from "@/lib/auth/contract";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { newWorld } from "@/test/world";
import { call, filled, readRoutes } from "./call";

// Every route × every role × own and foreign ids × no credentials and bad ones, made of the definitions: a new endpoint is in it by itself.

let routes: Map<string, RouteHandler>;
beforeAll(async () => {
  routes = await readRoutes();
});
afterAll(closeDatabase);

/** What a role must allow for each scope of a key. */
const permissionOf = {
  read: "read",
  respond: "respond",
  operate: "operate",
  admin: "administer",
  person: "read",
} as const;
const home = { origin: "http://nightshift.test" };

const guarded = endpoints.filter(({ scope }) => scope !== "anyone");
const sayingOf = (endpoint: Endpoint, names: Record<string, string>) => {
  const example = endpoint.examples[0];
  const params = Object.fromEntries(paramNames(endpoint.path).map((name) => [name, newId()]));
  return filled({ params: { ...params, ...example?.params }, query: example?.query, body: example?.body ?? {} }, names);
};

const named = (some: Endpoint[]) => some.map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint }));

describe.each(named(guarded))("$name", ({ endpoint }) => {
  test("answers whom it should and nobody else", async () => {
    const world = await newWorld();
    const saying = sayingOf(endpoint, world.names);
    const status = async (headers: Record<string, string>) =>
      (await call(routes, endpoint, { ...saying, headers })).status;

    expect(await status({}), "without credentials").toBe(401);
    expect(await status({ "x-api-key": "ns_nobody" }), "with an unknown key").toBe(401);
    for (const [word, end] of Object.entries({
      revoked: { revokedAt: new Date() },
      expired: { expiresAt: new Date(0) },
    })) {
      const key = await newApiKey(world.id, "owner");
      await prisma().apiKey.updateMany({ where: { organizationId: world.id }, data: end });
      expect(await status({ "x-api-key": key }), `with a key that was ${word}`).toBe(401);
    }
    const needed = endpoint.needs ?? permissionOf[endpoint.scope as keyof typeof permissionOf];
    for (const role of [...Role.options].reverse()) {
      const { cookie } = await newSession(world.id, role);
      const isAllowed = roleMay(role, needed);
      const answer = await status({ cookie, ...home });
      if (isAllowed) expect([401, 403, 500], `as ${role}`).not.toContain(answer);
      else expect(answer, `as ${role}`).toBe(403);
    }
    for (const scope of Scope.options) {
      const answer = await status({ "x-api-key": await newApiKey(world.id, scope) });
      const isAllowed = endpoint.scope !== "person" && scopeIncludes(scope, endpoint.scope as Scope);
      if (isAllowed) expect([401, 403, 500], `with a key of scope ${scope}`).not.toContain(answer);
      else expect(answer, `with a key of scope ${scope}`).toBe(403);
    }
  });
});

// Practice services are one machine's, not an organization's; where the sandbox is off there is nothing to find.
const addressed = guarded.filter(({ area, path }) => area !== "sandbox" && paramNames(path).length > 0);

test.each(named(addressed))(
  "$name finds nothing of another organization, and nothing that is no name",
  async ({ endpoint }) => {
    const world = await newWorld();
    const saying = sayingOf(endpoint, world.names);
    const names = paramNames(endpoint.path);
    const isPerson = endpoint.scope === "person";
    const callerOf = async (organizationId: string): Promise<Record<string, string>> =>
      isPerson
        ? { ...home, cookie: (await newSession(organizationId, "owner")).cookie }
        : { "x-api-key": await newApiKey(organizationId, "owner") };
    const ask = async (headers: Record<string, string>, params: Record<string, string>) => {
      const response = await call(routes, endpoint, { ...saying, params, headers });
      return { status: response.status, body: await response.json() };
    };
    const refused = {
      status: 404,
      body: { success: false, error: expect.any(String), request_id: expect.any(String) },
    };
    expect(await ask(await callerOf((await newOrganization()).id), saying.params)).toMatchObject(refused);
    const owner = await callerOf(world.id);
    for (const value of [newId(), "%27; no id", "x\0y", "..", "constructor"])
      expect(await ask(owner, Object.fromEntries(names.map((name) => [name, value]))), value).toMatchObject(refused);
  },
);

test("every endpoint that takes a body shows one", () => {
  for (const { path, body, examples } of endpoints) if (body) expect(examples.length, path).toBeGreaterThan(0);
});
