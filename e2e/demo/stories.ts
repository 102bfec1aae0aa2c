import { expect, type Page } from "@playwright/test";
import type { Api } from "../fixtures/api";
import { breakButton, onIncident } from "../fixtures/screens";
import { ended } from "../fixtures/stories";
import type { Recorder } from "./recorder";

export type Story = { name: string; service: string; scenario: string; run: string };

export const stories: Story[] = [
  { name: "redis", service: "redis-test", scenario: "Fill the memory", run: "Clear every key: redis-test" },
  {
    name: "postgres",
    service: "postgres-test",
    scenario: "Take every connection",
    run: "Close idle connections: postgres-test",
  },
];

/** Plays one failure from its beginning to its proven end, as a person would, and answers with the incident's id. */
export async function play(page: Page, api: Api, story: Story, recorder: Recorder): Promise<string> {
  const incident = onIncident(page);
  await page.goto("/sandbox");
  await recorder.picture("sandbox");

  await recorder.step("broken → incident on the page", async () => {
    await breakButton(page, story.service, story.scenario).click();
    await page.getByRole("link", { name: /opened an incident/ }).waitFor({ timeout: 60_000 });
  });
  await recorder.picture("detected");
  await page.getByRole("link", { name: /opened an incident/ }).click();
  await incident.diagnosis.getByRole("heading", { name: "Root cause" }).waitFor();
  await recorder.picture("diagnosed");
  await recorder.step("solution", async () => {
    await incident.getSolution.click();
    await incident.solution.getByText("Long term", { exact: true }).waitFor();
  });
  await incident.solution.scrollIntoViewIfNeeded();
  await recorder.picture("solution");
  await recorder.step("fix proposed", async () => {
    await incident.getFix.click();
    await incident.approve.waitFor();
  });
  await incident.proposal.scrollIntoViewIfNeeded();
  await recorder.picture("proposed");
  await incident.approve.click();
  await incident.dialog.waitFor();
  await recorder.picture("approval");

  const run = incident.run(story.run);
  await recorder.step("approved → run on the page", async () => {
    await incident.approveAndRun.click();
    await run.waitFor();
  });
  await run.scrollIntoViewIfNeeded();
  await recorder.picture("running");
  // Not timed here: while a picture stands, the run goes on. The record has the times.
  await expect(run).toContainText("Succeeded", { timeout: 90_000 });
  await recorder.picture("verified");
  await expect(incident.nextStep).toContainText("Resolved");
  await page.evaluate(() => window.scrollTo({ top: 0 }));
  await recorder.picture("resolved");

  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await recordOf(api, id, recorder);
  return id;
}

/** What the product's own record says of the same run: the times between its rows, by one clock. */
async function recordOf(api: Api, id: string, recorder: Recorder): Promise<void> {
  const [incident, proposals] = await Promise.all([api.incident(id), api.proposals(id)]);
  const executionId = proposals.find(({ execution_id }) => execution_id)?.execution_id;
  if (!executionId) throw new Error("The record holds no execution");
  const [execution, events] = [await ended(api, executionId), await api.events(executionId)];
  const at = (time: string | null | undefined) => (time ? Date.parse(time) : Number.NaN);
  const decided = at(proposals.find(({ execution_id }) => execution_id)?.decided_at);
  const command = events.find(({ phase }) => phase === "command");
  const output = events.find(({ stream }) => stream === "stdout");
  recorder.record("approval → first output of the command", at(output?.at) - decided);
  recorder.record("approval → verified and resolved", at(incident.resolved_at) - decided);
  recorder.record("whole incident, opened → resolved", at(incident.resolved_at) - at(incident.created_at));
  recorder.facts({
    incident: incident.title,
    root_cause: incident.diagnosis?.root_cause?.statement ?? "",
    command: command?.command ?? "",
    health_before: execution.health_before,
    health_after: execution.health_after,
    outcome: execution.outcome ?? "",
  });
}
