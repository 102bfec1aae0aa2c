import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { RouteHandler } from "@/app/_http/serve";
import { endpoints, paramNames } from "@/lib/api";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newWorld } from "@/test/world";
import { arbitraryOf, spoiled } from "./arbitrary";
import { call, filled, readRoutes } from "./call";

// So many inputs for each endpoint; NIGHTSHIFT_FUZZ=5000 for a night.
const RUNS = Number(process.env.NIGHTSHIFT_FUZZ ?? 40);

let routes: Map<string, RouteHandler>;
let world: Awaited<ReturnType<typeof newWorld>>;
let key: string;
let cookie: string;
beforeAll(async () => {
  routes = await readRoutes();
  world = await newWorld();
  key = await newApiKey(world.id, "owner");
  ({ cookie } = await newSession(world.id, "owner"));
});
afterAll(closeDatabase);

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
/** What of an object can stand in a query string. */
const asQuery = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value && typeof value === "object" ? value : { q: value }).map(([name, each]) => [
      name,
      // An object may bring a toString of its own that is none.
      each && typeof each === "object" ? JSON.stringify(each) : String(each),
    ]),
  );

const open = endpoints.filter(({ area, query, body }) => area !== "core" && (query || body));

describe.each(open.map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint })))(
  "$name",
  ({ endpoint }) => {
    test("answers whatever it is sent, in words", { timeout: 120_000 + RUNS * 1_000 }, async () => {
      const said = endpoint.body ?? endpoint.query;
      if (!said) return;
      const valid = arbitraryOf(schemaOf(said));
      const headers: Record<string, string> =
        endpoint.scope === "person" ? { cookie, origin: "http://nightshift.test" } : { "x-api-key": key };
      await fc.assert(
        fc.asyncProperty(fc.oneof(valid, spoiled(valid), fc.string({ unit: "binary" })), async (value) => {
          const given = filled(endpoint.examples[0]?.params ?? {}, world.names);
          const params = Object.fromEntries(paramNames(endpoint.path).map((name) => [name, given[name] ?? newId()]));
          const saying = endpoint.body ? { body: value } : { query: asQuery(value) };
          const response = await call(routes, endpoint, { params, ...saying, headers });
          const text = response.headers.get("content-type")?.includes("json") ? await response.text() : "";
          await response.body?.cancel().catch(() => {});
          if (response.status === 503) expect(endpoint.refusals, text).toContain("unavailable");
          else expect(response.status, text).toBeLessThan(500);
          expect(text).not.toMatch(/\bat .+\.[jt]s:\d+|node_modules|PrismaClient/);
          if (response.status >= 400)
            expect(JSON.parse(text)).toMatchObject({ success: false, error: expect.stringMatching(/\S/) });
        }),
        { numRuns: RUNS },
      );
    });
  },
);
