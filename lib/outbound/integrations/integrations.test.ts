import { afterAll, beforeAll, expect, test } from "vitest";
import { listIncidentAlerts } from "@/lib/alerts";
import { getIncident, listIncidents } from "@/lib/incidents";
import { addSecret, changeConfig, createIntegration, endSecret, getIntegration, listLog } from "@/lib/integrations";
import { SourceName } from "@/lib/integrations/contract";
import { closeDatabase } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { integrationMetrics, syncIntegration, testIntegration } from "..";
import { says, startStandIn } from "../stand-in.fixture";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

let org: Awaited<ReturnType<typeof newOrganization>>;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  org = await newOrganization();
  standIn = await startStandIn();
});
afterAll(async () => {
  standIn.stop();
  await closeDatabase();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    ({ code }) => code,
  );
const json = (status: number, body: unknown) => says(status, JSON.stringify(body));

test.each(SourceName.options.filter((source) => source !== "heartbeat"))(
  "a test of %s goes the whole way and leaves nothing open",
  async (source) => {
    await createIntegration(org.owner, { source, name: source });
    const report = await testIntegration(org.responder, source);
    expect(report).toMatchObject({ has_passed: true });
    expect(report.steps.map(({ has_passed }) => has_passed)).toEqual([true, true, true, true]);
    const incident = await getIncident(org.owner, report.incident_id ?? "");
    expect(incident.status).toBe("resolved");
    const { alerts } = await listIncidentAlerts(org.owner, incident.id);
    const [, fired] = alerts.filter(({ integration }) => integration === source);
    // CloudWatch has no word for how bad it is.
    expect(fired?.severity).toBe(source === "cloudwatch" ? "high" : "low");
    expect((await listLog(org.viewer, source, {}))[0]).toMatchObject({ level: "info", message: "A test passed" });
  },
);

test("a test says what is wrong: a mapping of its own, a token that is refused, nothing to send", async () => {
  const mapping = { title: "event.0.name", status: "event.state", dedup_key: "id", resolved_when: ["gone"] };
  await createIntegration(org.owner, { source: "generic", name: "mapped", config: { mapping } });
  expect(await testIntegration(org.owner, "mapped")).toMatchObject({ has_passed: true });

  await createIntegration(org.owner, { source: "pagerduty", name: "token" });
  const api_token = "u+0123456789abcdef";
  const write_back = { is_enabled: true, from_email: "a@example.com", api_url: standIn.url };
  await changeConfig(org.owner, "token", { api_token, write_back });
  standIn.answer(json(401, { error: { message: "Invalid Credentials Provided", code: 2006 } }));
  const refused = await testIntegration(org.owner, "token");
  expect(refused.has_passed).toBe(false);
  expect(refused.steps.at(-1)).toMatchObject({ has_passed: false, detail: expect.stringContaining("Invalid Cred") });
  expect(JSON.stringify([refused, await listLog(org.owner, "token", {})])).not.toContain(api_token);

  await createIntegration(org.owner, { source: "heartbeat", name: "job" });
  expect(await codeOf(testIntegration(org.owner, "job"))).toBe("conflict");
  await changeConfig(org.owner, "token", { is_paused: true });
  expect(await codeOf(testIntegration(org.owner, "token"))).toBe("conflict");
});

test("the test signs with a secret that works, also after a rotation", async () => {
  const { integration } = await createIntegration(org.owner, { source: "grafana", name: "rotated" });
  await addSecret(org.owner, "rotated", { value: "chosen-by-somebody-else" });
  await endSecret(org.owner, "rotated", integration.secrets[0]?.id ?? "");
  expect(await testIntegration(org.owner, "rotated")).toMatchObject({ has_passed: true });
});

test("a comparison with PagerDuty opens what was missed, resolves what is over there, and says the same twice", async () => {
  const { owner, viewer, responder } = await newOrganization();
  await createIntegration(owner, { source: "pagerduty", name: "pd" });
  expect(await codeOf(syncIntegration(owner, "pd"))).toBe("conflict");
  await changeConfig(owner, "pd", {
    api_token: "u+0123456789abcdef",
    write_back: { is_enabled: false, api_url: standIn.url },
  });
  const incident = (id: string, status: string, minutesAgo: number) => ({
    ...{ id, status, title: `Trouble ${id}`, urgency: "high", html_url: `https://x.pagerduty.com/incidents/${id}` },
    service: { id: "S", type: "service_reference", summary: `Service ${id}` },
    created_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    last_status_change_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  });
  const answer = (...incidents: object[]) => standIn.answer(json(200, { incidents, more: false }));
  answer(incident("PA", "triggered", 60), incident("PB", "acknowledged", 30));
  expect(await syncIntegration(responder, "pd")).toEqual({ open_there: 2, opened: 2, acknowledged: 1, resolved: 0 });
  expect(await syncIntegration(responder, "pd")).toEqual({ open_there: 2, opened: 0, acknowledged: 0, resolved: 0 });
  const standing = async () => {
    const { items } = await listIncidents(owner, {});
    return Object.fromEntries(items.map(({ title, status }) => [title, status]));
  };
  expect(await standing()).toEqual({ "Trouble PA": "triggered", "Trouble PB": "acknowledged" });

  answer(incident("PB", "acknowledged", 30));
  expect(await syncIntegration(owner, "pd")).toEqual({ open_there: 1, opened: 0, acknowledged: 0, resolved: 1 });
  expect(await standing()).toEqual({ "Trouble PA": "resolved", "Trouble PB": "acknowledged" });

  // A part of the list is none: nothing may be resolved because PagerDuty was in trouble.
  standIn.answer(json(500, {}));
  expect(await codeOf(syncIntegration(owner, "pd"))).toBe("unavailable");
  expect(await standing()).toEqual({ "Trouble PA": "resolved", "Trouble PB": "acknowledged" });
  expect(await codeOf(syncIntegration(viewer, "pd"))).toBe("forbidden");
  await createIntegration(owner, { source: "datadog", name: "dd" });
  expect(await codeOf(syncIntegration(owner, "dd"))).toBe("conflict");
});

test("figures are counted from what came, with every minute of the period, for one's own organization", async () => {
  await createIntegration(org.owner, { source: "datadog", name: "counted" });
  await testIntegration(org.owner, "counted");
  const metrics = await integrationMetrics(org.viewer, "counted", { period: "15m" });
  expect(metrics).toMatchObject({
    bucket: "minute",
    received: 2,
    failed: 0,
    words_back: { sent: 0, failed: 0, waiting: 0 },
  });
  expect(metrics.buckets).toHaveLength(16);
  expect(metrics.buckets.reduce((sum, { received }) => sum + received, 0)).toBe(2);
  expect(metrics.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(metrics.processing_ms?.p95).toBeGreaterThan(0);
  const { owner: foreigner } = await newOrganization();
  expect(await codeOf(integrationMetrics(foreigner, "counted", {}))).toBe("not_found");
  expect(await codeOf(testIntegration(foreigner, "counted"))).toBe("not_found");
  for (const period of ["31d", "0m", "x"])
    await expect(integrationMetrics(org.owner, "counted", { period })).rejects.toThrow("period");
});

test("a test that proves nothing does not make an integration healthy", async () => {
  await createIntegration(org.owner, { source: "cloudwatch", name: "unheard" });
  expect((await testIntegration(org.owner, "unheard")).has_passed).toBe(true);
  expect(await getIntegration(org.owner, "unheard")).toMatchObject({
    state: "waiting",
    received_24h: 0,
    last_received_at: null,
  });
});
