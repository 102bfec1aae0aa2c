import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { commit, deployment, GITHUB_TOKEN, json, pull, startGitHub } from "@/test/github";
import { newOrganization } from "@/test/organization";
import { type Changes, connectGitHub, disconnectGitHub, getGitHubConnection, gitHubOf, testGitHubConnection } from ".";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

let server: Awaited<ReturnType<typeof startGitHub>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  server = await startGitHub();
});
beforeEach(async () => {
  org = await newOrganization();
  server.instead();
  server.heard.length = 0;
});
afterAll(async () => {
  server.stop();
  await closeDatabase();
});

const connect = (token = GITHUB_TOKEN) => connectGitHub(org.admin, { token, api_url: `${server.url}/` });
const [from, until] = [new Date("2026-11-20T10:00:00Z"), new Date("2026-11-21T10:00:00Z")];
const look = async (over: { repository?: string; withinMs?: number } = {}) =>
  (await gitHubOf(org.system))?.changes({ repository: "shop/orders", from, until, withinMs: 15_000, ...over });

test("a token is stored sealed, shown to nobody, and forgotten", async () => {
  expect(await getGitHubConnection(org.viewer)).toMatchObject({ is_connected: false });
  const view = await connect();
  expect(view).toMatchObject({ is_connected: true, api_url: server.url, connected_by: "A admin" });
  await connectGitHub(org.owner, { token: `${GITHUB_TOKEN}2` });
  expect(await getGitHubConnection(org.viewer)).toMatchObject({ api_url: "https://api.github.com" });
  expect(await disconnectGitHub(org.owner)).toMatchObject({ is_connected: false, api_url: null });
  expect(await disconnectGitHub(org.owner)).toMatchObject({ is_connected: false });
  const audited = await prisma().auditEntry.findMany({ where: { organizationId: org.id }, orderBy: { seq: "asc" } });
  expect(audited.map(({ verb, data }) => [verb, (data as { credential?: string }).credential])).toEqual([
    ["github.connect", "added"],
    ["github.connect", "replaced"],
    ["github.disconnect", "removed"],
  ]);
  await connect();
  const rows = await prisma().gitHubConnection.findMany();
  expect(JSON.stringify([audited.map(({ data }) => data), rows, view])).not.toContain(GITHUB_TOKEN);
});

test("who may not configure connects nothing, and another organization has another connection", async () => {
  await connect();
  const stranger = await newOrganization();
  for (const ctx of [org.responder, org.viewer]) {
    await expect(connectGitHub(ctx, { token: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(disconnectGitHub(ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(testGitHubConnection(ctx)).rejects.toMatchObject({ code: "forbidden" });
  }
  await disconnectGitHub(stranger.owner);
  expect(await getGitHubConnection(stranger.viewer)).toMatchObject({ is_connected: false });
  expect(await gitHubOf(stranger.system)).toBeNull();
  expect(await getGitHubConnection(org.viewer)).toMatchObject({ is_connected: true });
});

test("of two that connect at once both succeed, and one connection is left", async () => {
  await Promise.all([connect(), connectGitHub(org.owner, { token: "other", api_url: server.url }), connect()]);
  expect(await prisma().gitHubConnection.count({ where: { organizationId: org.id } })).toBe(1);
});

test.each([
  [{ token: "x", api_url: "https://github.com" }, "api_url", "https://api.github.com"],
  [{ token: "x", api_url: "http://10.0.0.1/api/v3" }, "api_url", "NIGHTSHIFT_OUTBOUND_ALLOW"],
  [{ token: "x", api_url: "https://me:secret@git.example.com/api/v3" }, "api_url", "leave them out"],
  [{ token: "x", api_url: "https://git.example.com/api/v3?x=1" }, "api_url", "follows the path"],
  [{ token: "a b" }, "token", "no spaces"],
  [{ token: "x\r\nhost: evil" }, "token", "no spaces"],
])("%j is refused, with words for the field", async (input, field, words) => {
  const error = await connectGitHub(org.admin, input).catch((thrown) => thrown);
  const [issue] = error.issues ?? error.details.issues;
  expect([issue.path].flat()).toEqual([field]);
  expect(issue.message).toContain(words);
  expect(await getGitHubConnection(org.viewer)).toMatchObject({ is_connected: false });
});

test("a test says in words what is the matter, and each matter differs", async () => {
  expect(await testGitHubConnection(org.admin)).toEqual({ works: false, words: "GitHub is not connected." });
  await connect();
  expect(await testGitHubConnection(org.admin)).toEqual({
    works: true,
    words: "GitHub takes the token; 4,987 of 5,000 calls are left this hour.",
  });
  const [asked] = server.heard;
  expect(asked?.headers).toMatchObject({
    authorization: `Bearer ${GITHUB_TOKEN}`,
    "x-github-api-version": "2022-11-28",
    "user-agent": expect.stringMatching(/^Nightshift\/\d/),
  });
  const words = async (...reply: Parameters<typeof json>) => {
    server.instead([/rate_limit/, json(...reply)]);
    return testGitHubConnection(org.admin);
  };
  expect(await words(404, { message: "Rate limiting is not enabled." })).toMatchObject({ works: true });
  expect(await words(401, { message: "Bad credentials" })).toMatchObject({
    works: false,
    words: expect.stringContaining("expired or was revoked"),
  });
  expect(
    await words(403, { message: "no" }, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" }),
  ).toEqual({ works: false, words: "The limit of calls to GitHub is used up until 2027-01-15T08:00:00Z." });
  expect((await words(429, { message: "Slow" }, { "retry-after": "60" })).words).toContain("again in 60 seconds");
  expect((await words(403, { message: "Resource not accessible" })).words).toContain("may lack a permission");
  expect((await words(500, "<h1>Unicorn!</h1>")).words).toBe("GitHub answered 500.");
  expect((await words(302, "", { location: "http://169.254.169.254/" })).words).toContain("has moved (302)");
  expect((await words(200, "<html>")).words).toContain("is not GitHub's API");
  expect((await words(500, { message: `echo ${GITHUB_TOKEN}` })).words).not.toContain(GITHUB_TOKEN);
  // Tokens of old Enterprise servers have no shape.
  const shapeless = "01234567".repeat(5);
  await connect(shapeless);
  expect((await words(500, { message: `echo ${shapeless}` })).words).toBe('GitHub answered 500: "echo [redacted]".');
  expect((await words(500, { message: "a\u202ecba\u2066\u200b\u0007d" })).words).toBe('GitHub answered 500: "acbad".');
  server.instead([/rate_limit/, (response) => response.destroy()]);
  expect((await testGitHubConnection(org.admin)).words).toMatch(/^GitHub could not be reached at 127\.0\.0\.1:\d+: /);
  server.instead([/rate_limit/, () => {}]);
  const putBack = useClock({ now: () => new Date(), sleep: () => Promise.resolve() });
  const silent = await testGitHubConnection(org.admin);
  putBack();
  expect(silent.words).toContain("No answer within 10 seconds");
  // Somebody changed who may be called, or what the name means.
  await prisma().gitHubConnection.updateMany({ data: { apiUrl: "http://169.254.169.254" } });
  expect((await testGitHubConnection(org.admin)).words).toContain("does not call");
});

const at = (hour: number) => `2026-11-21T0${hour}:00:00Z`;

test("what was changed in a time is read, newest first, and nothing of another time", async () => {
  await connect();
  server.lists.commits = [commit(2, "Later\n\nbody", at(8)), commit(1, "Sooner", at(7))];
  server.lists.pulls = [
    pull(9, "Closed and not merged", null, "2026-11-21T09:30:00Z"),
    // Merged first, and talked about last.
    pull(7, "First", at(1), "2026-11-21T09:00:00Z"),
    pull(8, "Second", at(6)),
    pull(6, "Merged after the time", "2026-11-21T11:00:00Z"),
    pull(5, "Long before", "2026-11-01T00:00:00Z"),
    pull(4, "Is not even looked at", at(5)),
  ];
  server.lists.deployments = [
    deployment(3, "production", "2026-11-21T12:00:00Z"),
    deployment(2, "production", at(9)),
    deployment(1, "staging", "2026-11-01T00:00:00Z"),
  ];
  const changes = (await look()) as Changes;
  expect(changes.branch).toBe("main");
  expect(changes.commits).toEqual({
    items: [
      { sha: "0000002".padEnd(40, "0"), message: "Later\n\nbody", by: "Ada", at: new Date(at(8)) },
      { sha: "0000001".padEnd(40, "0"), message: "Sooner", by: "Ada", at: new Date(at(7)) },
    ],
    hasMore: false,
    problem: null,
  });
  expect(changes.pulls.items.map(({ number }) => number)).toEqual([8, 7]);
  expect(changes.deployments.items).toMatchObject([{ environment: "production", state: "success", by: "ship-bot" }]);
  const asked = server.heard.find(({ path }) => path.endsWith("/commits"));
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({
    ...{ sha: "main", since: from.toISOString(), until: until.toISOString() },
  });
});

test("a list that goes on is read in pages, to an end; one with long texts in smaller pages", async () => {
  await connect();
  server.lists.commits = Array.from({ length: 200 }, (_, n) => commit(n + 1, "x", at(8)));
  server.lists.pulls = Array.from({ length: 25 }, (_, n) => ({ ...pull(n + 1, "x", at(8)), body: "y".repeat(60_000) }));
  server.lists.deployments = [];
  const changes = (await look()) as Changes;
  expect(changes.commits).toMatchObject({ hasMore: true, problem: null });
  expect(changes.commits.items).toHaveLength(90);
  expect(changes.pulls).toMatchObject({ hasMore: false, problem: null });
  expect(new Set(changes.pulls.items.map(({ number }) => number)).size).toBe(25);
  // Even one page of ten is too large.
  server.lists.pulls = Array.from({ length: 10 }, (_, n) => ({ ...pull(n, "x", at(8)), body: "y".repeat(200_000) }));
  expect(((await look()) as Changes).pulls).toMatchObject({
    ...{ items: [], hasMore: true, problem: expect.stringContaining("larger than 1 MB") },
  });
});

test("what cannot be had is told in words, and the rest is there all the same", async () => {
  await connect();
  server.lists.commits = [commit(1, "x", at(8))];
  server.instead(
    [/\/pulls$/, json(403, { message: "Resource not accessible by personal access token" })],
    [/\/deployments$/, json(200, "[{]")],
  );
  expect(await look()).toMatchObject({
    commits: { items: [{ message: "x" }], problem: null },
    pulls: { items: [], problem: expect.stringContaining("may lack a permission") },
    deployments: { items: [], problem: expect.stringContaining("is not GitHub's API") },
  });
  server.instead();
  expect(await look({ repository: "shop/nothing" })).toEqual({ problem: expect.stringContaining("(404)") });
  expect(await look({ withinMs: 0 })).toEqual({ problem: "There was no time left to ask" });
});
