import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getDelivery, listDeliveries, newSimulatorKey, processDeliveries } from "@/lib/alerts";
import { ctxOfApiKey } from "@/lib/auth";
import { listIncidents } from "@/lib/incidents";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { listIntegrations, sealSecrets } from "@/lib/integrations";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { freePort } from "@/lib/platform/free-port";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey } from "@/test/caller";
import { inboxProcess } from "@/test/inbox-process";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";
import { writePrivate } from "../up/home";
import { type Sender, senders } from "./options";
import { simulate } from "./simulate";
import { stories } from "./stories/registry";
import { types } from "./stories/story";

let inbox: Awaited<ReturnType<typeof inboxProcess>>;
let api: Server;
const homes: string[] = [];

beforeAll(async () => {
  inbox = await inboxProcess({ NIGHTSHIFT_DEMO: "1" });
  await inbox.start();
  api = createServer((request, response) => {
    answer(request.url ?? "", request.headers.authorization ?? "").then(
      (data) => response.end(JSON.stringify({ success: true, message: "", data })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
});
afterAll(async () => {
  await inbox.kill();
  api.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
  await closeDatabase();
});

/** The verbs that the program asks through the API, without Next around them; the inbox is read when somebody wants to know. */
async function answer(path: string, authorization: string): Promise<unknown> {
  const { pathname, searchParams } = new URL(path, "http://nightshift.test");
  const ctx = await ctxOfApiKey(authorization.replace("Bearer ", ""), null);
  if (!ctx) throw new Error("This key is unknown");
  await processDeliveries();
  const query = Object.fromEntries(searchParams);
  const [, name, id] = /^\/api\/v1\/integrations\/([^/]+)\/deliveries(?:\/([^/]+))?$/.exec(pathname) ?? [];
  if (name && id) return getDelivery(ctx, name, id);
  if (name) return listDeliveries(ctx, name, query);
  return pathname === "/api/v1/integrations" ? listIntegrations(ctx) : listIncidents(ctx, query);
}

/** A Nightshift with an integration of this source, as `npm run up` writes it down. */
async function running(source: Sender) {
  const home = mkdtempSync(join(tmpdir(), "nightshift-simulate-"));
  homes.push(home);
  const { owner, id } = await newOrganization();
  const made = await newIntegration(id, source);
  const { key } = made;
  const secret = source === "cloudwatch" ? await simulatorKeyOf(id, made.id) : made.secret;
  const url = source === "events-v2" ? `${inbox.url}/v2/enqueue` : `${inbox.url}/webhook/${source}/${key}`;
  const proof = source === "events-v2" ? { routing_key: key } : { secret };
  writePrivate(join(home, "demo.json"), {
    url: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    api_key: await newApiKey(id, "admin"),
    webhooks: { [source]: { url, ...proof } },
  });
  const incidents = async (): Promise<IncidentSummary[]> => {
    await processDeliveries();
    return (await listIncidents(owner, { page_size: 100 })).items;
  };
  const deliveries = () => prisma().delivery.count({ where: { organizationId: id } });
  return { home, url, secret, incidents, deliveries };
}

/** The demo organization's integration has the simulator's key, in demo mode. */
async function simulatorKeyOf(organizationId: string, integrationId: string): Promise<string> {
  env().NIGHTSHIFT_DEMO = "1";
  await prisma().organization.update({ where: { id: organizationId }, data: { isDemo: true } });
  const secret = { id: newId(), value: newSimulatorKey(), created_at: new Date().toISOString() };
  await prisma().integration.update({
    where: { id: integrationId },
    data: { secretsSealed: sealSecrets([secret]) },
  });
  return secret.value;
}

async function run(home: string, ...args: string[]) {
  const [said, complaints]: [string[], string[]] = [[], []];
  const code = await simulate(args, {
    home,
    signal: new AbortController().signal,
    say: (text) => said.push(text),
    complain: (text) => complaints.push(text),
  });
  return { code, said: said.join("\n"), complaints };
}

describe.each(senders)("as %s sends them", (source) => {
  test("every scenario is taken in, opens an incident of its own with its error lines, and is resolved", async () => {
    const { home, incidents } = await running(source);
    const { code, said } = await run(home, "--all", "--source", source, "--resolve");
    expect(said).toMatch(/Sent +24 in \S+ s \(\S+ a second\)\n/);
    expect(said).toMatch(/Acknowledged +24 with 202/);
    expect(said).toMatch(/Latency +p50 \S+ ms {2}p95 \S+ ms {2}p99 \S+ ms {2}max \S+ ms/);
    expect(said).toMatch(/12 opened an incident/);
    expect(said).toMatch(/12 resolved the incident/);
    expect(code).toBe(0);

    const all = await incidents();
    expect(all).toHaveLength(stories.length);
    for (const { error_logs, severity, service_name, status } of all) {
      const story = stories.find(({ services }) => services.includes(service_name ?? ""));
      // An alarm has no severities: it is on or off.
      expect([severity, status]).toEqual([source === "cloudwatch" ? "high" : story?.severity, "resolved"]);
      expect(error_logs.length).toBeGreaterThan(1);
    }
  });
});

describe("what is sent", () => {
  test.each(types)("one of the type %s, by chance", async (type) => {
    const { home, incidents } = await running("pagerduty");
    expect((await run(home, "--type", type)).code).toBe(0);
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    const story = stories.find(({ services }) => services.includes(incident?.service_name ?? ""));
    expect(story?.type).toBe(type);
  });

  test("five at once about one service are one incident", async () => {
    const { home, incidents } = await running("pagerduty");
    const { said } = await run(home, "--batch", "5", "--service", "redis-test");
    expect(said).toMatch(/1 opened an incident/);
    expect(said).toMatch(/4 joined an open incident/);
    expect(await incidents()).toMatchObject([{ service_name: "redis-test" }]);
  });

  test("thousands a second, each a delivery of its own", async () => {
    const { url, secret, deliveries } = await running("generic");
    const stress = ["--stress", "1", "--rate", "2000", "--source", "generic"];
    const { code, said } = await run("/nowhere", ...stress, "--url", url, "--secret", secret);
    expect(said).toMatch(/Acknowledged +2,000 with 202/);
    expect(code).toBe(0);
    expect(await deliveries()).toBe(2_000);
    await prisma().delivery.updateMany({ where: { state: "waiting" }, data: { state: "ignored" } });
  });

  test("Ctrl-C ends the sending, and the report is of what was sent so far", async () => {
    const { home, deliveries } = await running("pagerduty");
    const child = spawn(process.execPath, ["scripts/simulate.mjs", "--stress", "600", "--rate", "20"], {
      env: { ...process.env, NIGHTSHIFT_HOME: home },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (data: Buffer) => {
      said += data;
    });
    const ended = once(child, "exit");
    await expect.poll(deliveries, { timeout: 30_000 }).toBeGreaterThan(5);
    child.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
    const count = await deliveries();
    expect(said).toMatch(new RegExp(`Sent +${count} in `));
    expect(said).toMatch(new RegExp(`Acknowledged +${count} with 202`));
  });
});

describe("what goes wrong", () => {
  test("interrupted before anything was sent is interrupted, and not a server that takes nothing", async () => {
    const { home } = await running("pagerduty");
    const signal = AbortSignal.abort();
    const silent = { say: () => {}, complain: () => {} };
    expect(await simulate(["--batch", "5"], { home, signal, ...silent })).toBe(130);
  });

  test("a wrong secret: what is refused is said with its reason, and the exit code tells", async () => {
    const { url, deliveries } = await running("pagerduty");
    const { code, said } = await run("/nowhere", "--batch", "3", "--url", url, "--secret", "not-this-one");
    expect(said).toMatch(/Acknowledged +0 with 202/);
    expect(said).toMatch(/3 refused with 401: .*signature was made with another secret/);
    expect(said).toMatch(/Hint +is --secret still one/);
    expect(said).not.toMatch(/not-this-one/);
    expect(code).toBe(1);
    expect(await deliveries()).toBe(0);
  });

  test("nothing there: one line that says what to start", async () => {
    const { home } = await running("pagerduty");
    const url = `http://127.0.0.1:${await freePort()}/webhook/pagerduty`;
    const silent = await run(home, "--url", url, "--secret", "s");
    expect(silent).toMatchObject({
      code: 1,
      complaints: [expect.stringMatching(/^No Nightshift answers .*npm run up$/)],
    });
    const unknown = await run(join(home, "elsewhere"));
    expect(unknown).toMatchObject({ code: 1, complaints: [expect.stringMatching(/start one with npm run up/)] });
    const other = await run(home, "--source", "grafana");
    expect(other).toMatchObject({
      code: 1,
      complaints: [expect.stringMatching(/nothing about where grafana sends to/)],
    });
  });

  test.each([
    [["--al"], /Unknown option '--al'/],
    [["database"], /Unexpected argument 'database'/],
    [["--type", "weather"], /no type "weather"/],
    [["--type", "network", "--scenario", "crash"], /no scenario "crash" of the type network/],
    [["--source", "nagios"], /no source "nagios"/],
    [["--source", "cloudwatch", "--url", "http://localhost", "--secret", "s"], /Only Amazon can sign/],
    [["--all", "--batch", "2"], /--all and --batch exclude each other/],
    [["--rate", "2"], /name both/],
    [["--batch", "0"], /--batch takes a whole number from 1 to 10,000/],
    [["--stress", "10", "--rate", "fast"], /--rate takes a number/],
    [["--url", "http://localhost:3000"], /go together/],
    [["--url", "file:///etc", "--secret", "s"], /http or https/],
    [["--service", "no such"], /cannot be the name of a service/],
  ])("%j is refused in one line", async (args, line) => {
    const { code, said, complaints } = await run("/nowhere", ...args);
    expect([code, said]).toEqual([2, ""]);
    expect(complaints).toEqual([expect.stringMatching(line)]);
    expect(complaints[0]).not.toContain("\n");
  });

  test("options that npm kept for itself are not taken for none", async () => {
    process.env.npm_config_all = "true";
    const { code, complaints } = await run("/nowhere").finally(() => {
      delete process.env.npm_config_all;
    });
    expect([code, complaints]).toEqual([2, [expect.stringMatching(/npm run simulate -- --all$/)]]);
  });
});
