import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { RouteHandler } from "@/app/_http/serve";
import { endpoints, isStream, openApiDocument } from "@/lib/api";
import { answerCore, coreNames } from "@/server/web/core";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newWorld } from "@/test/world";
import { call, filled, readRoutes } from "./call";

let routes: Map<string, RouteHandler>;
beforeAll(async () => {
  routes = await readRoutes();
});
afterAll(closeDatabase);

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const document = () => JSON.parse(JSON.stringify(openApiDocument()));

test("every route is documented, and nothing is that has no route", () => {
  const core = coreNames.map((name) => `GET /${name}`);
  expect(endpoints.map(nameOf).sort()).toEqual([...routes.keys(), ...core].sort());
});

test("the document is OpenAPI 3.1, in the eyes of others too", async () => {
  const { valid, errors } = await new Validator().validate(document());
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("every operation has a name of its own, a summary, and points at nothing that is not there", () => {
  const whole = document();
  const text = JSON.stringify(whole);
  const names = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [, pointer = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = pointer.split("/").reduce((at, key) => at?.[key], whole);
    expect(found, pointer).toBeDefined();
  }
  for (const endpoint of endpoints) expect(endpoint.summary, nameOf(endpoint)).toMatch(/^\p{Lu}.{5,118}[^.]$/u);
});

const examples = endpoints
  .filter(({ area }) => area !== "core")
  .flatMap((endpoint) => endpoint.examples.map((example) => ({ name: nameOf(endpoint), endpoint, example })));

describe("every documented example works as it says", () => {
  test.each(examples)("$name: $example.summary", async ({ endpoint, example }) => {
    const world = await newWorld();
    const headers: Record<string, string> =
      endpoint.scope === "person"
        ? { cookie: (await newSession(world.id, "owner")).cookie, origin: "http://nightshift.test" }
        : { "x-api-key": await newApiKey(world.id, "owner") };
    const response = await call(routes, endpoint, { ...filled(example, world.names), headers });
    const body = isStream(endpoint.answer) ? await response.text() : await response.json();
    expect({ status: response.status, body }).toMatchObject({ status: example.status ?? endpoint.status });
    if (response.ok && !isStream(endpoint.answer)) {
      // What is not documented must not be sent either.
      const schema = z.strictObject({ success: z.literal(true), message: z.string(), data: endpoint.answer });
      expect(schema.parse(body)).toEqual(body);
    }
  });
});

test.each(coreNames)("/%s answers as documented", async (name) => {
  const endpoint = endpoints.find(({ path }) => path === `/${name}`);
  const { status, body } = await new Promise<{ status: number; body: string }>((resolve) => {
    let status = 0;
    const response = { writeHead: (code: number) => (status = code), end: (body: string) => resolve({ status, body }) };
    const vitals = { isStarted: () => true, connections: () => 0 };
    answerCore({ url: `/api/v1/${name}`, method: "GET" } as never, response as never, "request-id", vitals);
  });
  // Nobody watches in a test, and `/health` says so.
  expect(status).toBe(name === "health" ? 503 : 200);
  if (status === 200 && endpoint && !isStream(endpoint.answer)) endpoint.answer.parse(JSON.parse(body).data);
});
