import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "@/lib/platform/crypto";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { MessagesApi } from "@/scripts/investigate/messages-api";
import { CLAUDE_KEY, startClaude } from "@/test/claude";
import { newOrganization } from "@/test/organization";
import { agentStatus, analyze, changeInvestigationSettings, getDiagnosis, investigateIncident, listPrompts } from ".";
import { openFor } from "./practice.fixture";
import { startDiagnosis } from "./start-diagnosis";

let api: MessagesApi;
let organization: Awaited<ReturnType<typeof newOrganization>>;
const key = CLAUDE_KEY;
beforeAll(async () => {
  api = await startClaude(() => ({ status: 401, type: "authentication_error" }));
  organization = await newOrganization();
});
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const newIncident = () => openFor(organization.system, null, { health: 10, errorLines: [], metrics: {} });

test("a question reaches Claude behind a fence and without secrets, and stands on the page", async () => {
  const incident_id = await newIncident();
  const question = "Did the deploy do it? password=hunter2hunter2";
  await analyze(organization.responder, { incident_id, question });
  await investigateIncident(organization.system, incident_id);
  const asked = JSON.stringify(api.asked.at(-1));
  expect(asked).toMatch(/<<question [0-9a-f]{12}>>\\nDid the deploy do it\?/);
  expect(asked).not.toContain("hunter2");
  expect((await getDiagnosis(organization.viewer, incident_id))?.question).toBe(
    "Did the deploy do it? password=[redacted]",
  );
  // What is sent first is what is shown.
  const [prompt] = listPrompts(organization.viewer);
  expect(api.asked.at(-1)?.system[0]?.text).toBe(prompt?.text);
  expect(prompt?.sha256).toBe(sha256(prompt?.text ?? ""));
});

test("a question that nobody would answer is refused in words", async () => {
  const incident_id = await newIncident();
  const ask = (engine: "auto" | "rules") => analyze(organization.responder, { incident_id, question: "Why?", engine });
  await expect(ask("rules")).rejects.toMatchObject({ code: "invalid" });
  await expect(analyze(organization.viewer, { incident_id })).rejects.toMatchObject({ code: "forbidden" });
  // What nobody reads is not taken without a word.
  await expect(analyze(organization.responder, { incident_id, history: [] } as never)).rejects.toThrow(/history/);
  await startDiagnosis(organization.system, incident_id, { engine: "rules" });
  await expect(ask("auto")).rejects.toMatchObject({ code: "conflict" });
});

test("the status says who can investigate and what is under way, and never the key", async () => {
  const own = await newOrganization();
  const incidentId = await openFor(own.system, null, { health: 10, errorLines: [], metrics: {} });
  await startDiagnosis(own.system, incidentId, { engine: "claude", model: "claude-opus-5-5", afterId: null });
  const status = await agentStatus(own.viewer);
  expect(status).toMatchObject({
    engines: [
      { name: "rules", is_available: true },
      { name: "claude", is_available: true },
    ],
    has_key: true,
    running: [{ incident_id: incidentId, engine: "claude", steps: 0, usd: 0 }],
  });
  expect(JSON.stringify(status)).not.toContain(key);
  await changeInvestigationSettings(own.admin, {
    ...{ is_on: false, usd_per_incident: 1, usd_per_day: 1, usd_per_month: 1 },
  });
  await prisma().diagnosis.updateMany({ where: { organizationId: own.id }, data: { state: "failed" } });
  expect(await agentStatus(own.viewer)).toMatchObject({
    engines: [{}, { is_available: false, why_not: "Investigations by Claude are switched off" }],
    running: [],
  });
});
