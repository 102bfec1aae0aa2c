import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import * as execution from "@/app/api/v1/executions/[id]/events/route";
import * as incidents from "@/app/api/v1/incidents/route";
import * as inject from "@/app/api/v1/sandbox/[service]/inject-failure/route";
import * as sessionById from "@/app/api/v1/sessions/[id]/route";
import * as sessions from "@/app/api/v1/sessions/route";
import { endpoint } from "@/lib/api";
import { createIncident } from "@/lib/incidents";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newExecution, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { nowhere, on, serve } from "./serve";

let org: Awaited<ReturnType<typeof newOrganization>>;
let key: string;
beforeAll(async () => {
  org = await newOrganization();
  key = await newApiKey(org.id, "responder");
});
afterAll(closeDatabase);

const HOME = "http://nightshift.test";
// As Next calls an address without `[…]` parts.
const none = { params: Promise.resolve(undefined as unknown as Record<string, string>) };
const withId = (id: string) => ({ params: Promise.resolve({ id }) });
const call = (
  method: string,
  body?: BodyInit | null,
  headers: Record<string, string> = {},
  path = "/api/v1/incidents",
) =>
  new Request(`${HOME}${path}`, {
    method,
    headers: { host: "nightshift.test", ...(!headers.cookie && { "x-api-key": key }), ...headers },
    ...(body !== undefined && { body, duplex: "half" }),
  } as RequestInit);
const post = (body: BodyInit | null, headers?: Record<string, string>) =>
  incidents.POST(call("POST", body, headers), none);
const refusal = async (response: Response) => ({ status: response.status, ...(await response.json()) });

describe("who calls", () => {
  test("nobody is refused, in the envelope, under the request's own id", async () => {
    const request = new Request(`${HOME}/api/v1/incidents`, { headers: { "x-request-id": "trace-12345" } });
    const response = await incidents.GET(request, none);
    expect(response.status).toBe(401);
    expect(response.headers.get("x-request-id")).toBe("trace-12345");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({ success: false, details: {}, request_id: "trace-12345" });
  });

  test("an unknown key is refused even beside a good session, and a strange request id is replaced", async () => {
    const { cookie } = await newSession(org.id, "viewer");
    const headers = { cookie, authorization: "Bearer nobody", "x-request-id": "<script>" };
    const response = await incidents.GET(call("GET", undefined, headers), none);
    expect(response.status).toBe(401);
    expect(response.headers.get("x-request-id")).not.toContain("<");
  });

  test("a key works in either header, within its role", async () => {
    expect((await incidents.GET(call("GET"), none)).status).toBe(200);
    const viewer = await newApiKey(org.id, "viewer");
    const headers = { authorization: `Bearer ${viewer}`, "x-api-key": "" };
    expect((await incidents.GET(call("GET", undefined, headers), none)).status).toBe(200);
    expect((await post('{"title":"x"}', headers)).status).toBe(403);
  });

  test("a session changes things only from its own origin", async () => {
    const { cookie } = await newSession(org.id, "responder");
    const status = async (headers: Record<string, string>) =>
      (await post('{"title":"x"}', { cookie, ...headers })).status;
    expect(await status({ origin: HOME })).toBe(201);
    expect(await status({ "sec-fetch-site": "same-origin" })).toBe(201);
    expect(await status({ origin: "https://evil.test" })).toBe(403);
    expect(await status({ origin: "null" })).toBe(403);
    expect(await status({ "sec-fetch-site": "cross-site", origin: HOME })).toBe(403);
    expect(await status({ "sec-fetch-site": "same-site" })).toBe(403);
    const read = call("GET", undefined, { cookie, "sec-fetch-site": "cross-site" });
    expect((await incidents.GET(read, none)).status).toBe(200);
  });

  test("a person sees their sessions and ends one; its cookie is worth nothing from then on", async () => {
    const { cookie, sessionId } = await newSession(org.id, "viewer");
    const other = await newSession(org.id, "viewer");
    const listed = await (await sessions.GET(call("GET", undefined, { cookie }), none)).json();
    expect(listed.data).toMatchObject([{ id: sessionId, current: true }]);
    const end = (id: string) => sessionById.DELETE(call("DELETE", undefined, { cookie, origin: HOME }), withId(id));
    expect((await end(other.sessionId)).status).toBe(404);
    expect((await end(sessionId)).status).toBe(200);
    expect((await sessions.GET(call("GET", undefined, { cookie }), none)).status).toBe(401);
    const tampered = other.cookie.slice(0, -3).concat("AAA");
    expect((await sessions.GET(call("GET", undefined, { cookie: tampered }), none)).status).toBe(401);
  });
});

describe("what they say", () => {
  test.each([
    ["not JSON", '{"title":'],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
    ["too deep", `{"labels":${"[".repeat(100_000)}`],
  ])("a body that is %s is a 400 in words", async (_, body) => {
    expect(await refusal(await post(body))).toMatchObject({ status: 400, success: false, details: {} });
  });

  test("a body is read no further than 1 MB, whatever its length claims", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    expect((await post(endless)).status).toBe(413);
    expect(sent).toBeLessThan(2_000_000);
    expect((await post("{}", { "content-length": "2000000" })).status).toBe(413);
  });

  test.each([
    ["null", "null"],
    ["a list", "[]"],
    ["a wrong type", '{"title":7}'],
    ["a null field", '{"title":"x","severity":null}'],
    ["an unknown word", '{"title":"x","severity":"awful"}'],
    ["NUL", '{"title":"x\\u0000"}'],
    ["NUL in a name", '{"title":"x","labels":{"a\\u0000":"b"}}'],
    ["half a character", '{"title":"x","description":"\\ud800"}'],
  ])("%s is a 422 that says where", async (_, body) => {
    const answer = await refusal(await post(body));
    expect(answer).toMatchObject({ status: 422, success: false });
    expect(answer.details.issues[0]).toMatchObject({ path: expect.any(String), message: expect.any(String) });
  });

  test("query parameters are checked by name", async () => {
    const list = async (query: string) =>
      refusal(await incidents.GET(call("GET", undefined, {}, `/api/v1/incidents?${query}`), none));
    expect((await list("page=abc")).details.issues[0].path).toBe("page");
    expect((await list("status=open&status=resolved")).status).toBe(422);
    expect((await list("statsu=open")).error).toMatch(/^statsu: There is no such parameter; there are page, /);
    expect((await list("q=%00")).status).toBe(422);
    expect((await list("page=2&page_size=5")).data).toMatchObject({
      items: [],
      page: 2,
      page_size: 5,
      has_next: false,
    });
  });
});

describe("what comes back", () => {
  test("a wrong method and an unknown address are answered in the envelope too", async () => {
    const response = await incidents.PUT(call("PUT"), none);
    expect(response.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    expect(await refusal(response)).toMatchObject({ status: 405, success: false });
    expect(await refusal(await nowhere(call("GET", undefined, {}, "/api/v1/nothing")))).toMatchObject({
      status: 404,
      success: false,
    });
  });

  test("what nobody expected is a 500 that shows nothing of its cause", async () => {
    const definition = endpoint({
      method: "POST",
      path: "/broken",
      area: "test",
      scope: "read",
      summary: "Breaks",
      body: z.object({}),
      answer: z.null(),
    });
    const broken = serve(
      on(definition, () => {
        throw new Error("the password is swordfish");
      }),
    ).POST;
    const answer = await refusal(await broken(call("POST", "{}"), none));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toMatch(/swordfish|at /);
  });

  test("where there is no sandbox, nothing can be broken", async () => {
    const context = { params: Promise.resolve({ service: "redis-test" }) };
    expect(await refusal(await inject.POST(call("POST", '{"scenario":"crash"}'), context))).toMatchObject({
      status: 409,
      error: "The sandbox is off",
    });
  });
});

describe("an execution's events", () => {
  test("are replayed from where the reader left off, then followed to the end", async () => {
    const incident = await createIncident(org.responder, { title: "x" });
    const run = await newExecution(org.responder, incident.id);
    await run.write("one");
    await run.write("two");
    const json = await execution.GET(call("GET", undefined, {}, "/x?after=1"), withId(run.id));
    expect((await json.json()).data).toMatchObject({
      items: [{ seq: 2 }],
      last_seq: 2,
      execution: { state: "running" },
    });

    const headers = { accept: "text/event-stream", "last-event-id": "1" };
    const stream = await execution.GET(call("GET", undefined, headers, "/x"), withId(run.id));
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    expect(stream.headers.get("x-request-id")).toBeTruthy();
    const text = (async () => new Response(stream.body).text())();
    await run.write("three");
    await run.finish();
    const frames = (await text).split("\n\n").filter((frame) => frame.includes("data:"));
    expect(frames.map((frame) => frame.split("\n")[0])).toEqual(["id: 2", "id: 3", "event: end"]);
  });

  test("stop being read when the reader leaves, and another organization has none", async () => {
    const incident = await createIncident(org.responder, { title: "x" });
    const run = await newExecution(org.responder, incident.id);
    const left = new AbortController();
    const request = new Request(call("GET", undefined, { accept: "text/event-stream" }, "/x"), { signal: left.signal });
    const stream = await execution.GET(request, withId(run.id));
    left.abort();
    await new Response(stream.body).text();

    const foreign = await newOrganization();
    const foreignKey = await newApiKey(foreign.id, "owner");
    const asForeigner = call("GET", undefined, { "x-api-key": foreignKey }, "/x");
    expect((await execution.GET(asForeigner, withId(run.id))).status).toBe(404);
    expect((await execution.GET(call("GET", undefined, {}, "/x"), withId(newId()))).status).toBe(404);
  });
});
