import type { Locator } from "@playwright/test";
import { approve, breakButton, copiedOutput, incidentRow, onIncident } from "./fixtures/screens";
import { signIn } from "./fixtures/sign-in";
import type { Stack } from "./fixtures/stack";
import { expect, test } from "./fixtures/test";

const phases = ["Thinking", "Command", "Executing", "Result", "Verifying", "Verification", "Complete"];
const story = ["Opened", "Diagnosis", "Solution", "Proposal", "Decision", "Run", "Resolved"];

/** The words, in this order, with whatever else between them. */
const inOrder = (words: string[]) => new RegExp(words.join("[\\s\\S]*"));

const done = async (list: Locator) => {
  for (const phase of phases)
    await expect(list.getByRole("listitem").filter({ hasText: `${phase}: done` })).toBeVisible();
};

const redisCommand = ({ mode, prefix, redisPort }: Stack) =>
  mode === "docker" ? `docker exec ${prefix}redis-test redis-cli FLUSHALL` : `redis-cli -p ${redisPort} FLUSHALL`;

test.describe("signed out", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("Redis runs out of memory, and a person sees it found, explained, repaired and proven", async ({
    page,
    context,
    stack,
    api,
  }) => {
    await page.goto("/incidents");
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(page, stack);

    const list = await context.newPage();
    await list.goto("/incidents");
    await expect(list.getByText("Nothing is broken")).toBeVisible();
    await list.evaluate(() => Object.assign(window, { isSamePage: true }));

    await page.getByRole("link", { name: "Sandbox" }).click();
    await breakButton(page, "redis-test", "Fill the memory").click();

    // By itself, in a page that nobody reloads.
    const row = incidentRow(list, "redis-test");
    await expect(row).toContainText("Triggered");
    expect(await list.evaluate(() => "isSamePage" in window)).toBe(true);
    await page.close();
    await row.click();

    const incident = onIncident(list);
    await expect(list.getByText(/OOM command not allowed when used memory > 'maxmemory'/).first()).toBeVisible();
    await expect(incident.diagnosis.getByRole("heading", { name: "Root cause" })).toBeVisible();
    // Every claim leads to what was observed.
    const citation = incident.diagnosis.getByRole("link", { name: /^Evidence \d+$/ }).first();
    const number = (await citation.textContent())?.match(/\d+/)?.[0];
    await citation.click();
    const evidence = list.locator(`#evidence-${number}`);
    await expect(evidence).toHaveAttribute("open", "");
    await expect(evidence).toContainText("$ ");
    await expect(evidence.locator("pre")).not.toBeEmpty();

    await incident.getSolution.click();
    await expect(incident.solution.getByText("Long term", { exact: true })).toBeVisible();

    await incident.getFix.click();
    await expect(incident.proposal).toContainText("Clear every key");
    await expect(incident.proposal).toContainText("High risk");
    await expect(incident.proposal).toContainText("Cannot be undone");
    await expect(incident.proposal).toContainText(/Deletes [\d,]+ keys and frees up to [\d.]+ MB/);
    await expect(incident.proposal).toContainText(redisCommand(stack));
    await expect(incident.proposal.getByText("If it fails").locator("..")).toContainText(
      stack.mode === "docker" ? "docker.restart" : "process.restart",
    );

    // The first step alone runs nothing, and Enter says no.
    await incident.approve.click();
    await expect(incident.dialog).toContainText(redisCommand(stack));
    await list.keyboard.press("Enter");
    await expect(incident.dialog).toBeHidden();
    await approve(list);

    const run = incident.run("Clear every key: redis-test");
    await expect(run).toContainText("Succeeded");
    await done(incident.phases);
    const output = await copiedOutput(list);
    expect(output).toContain(redisCommand(stack));
    expect(output).toMatch(/Exit code 0/);
    await expect(run).toContainText(/Health\s*\d+\s*→\s*then\s*(8[1-9]|9\d|100)/);

    await expect(list.getByRole("main").getByText("Resolved", { exact: true }).first()).toBeVisible();
    await expect(incident.nextStep).toContainText("Resolved");
    await expect(incident.timeline).toContainText(inOrder(story.toReversed()));

    const id = new URL(list.url()).pathname.split("/").at(-1) ?? "";
    const { agent_actions: actions, status, resolution } = await api.incident(id);
    expect(status).toBe("resolved");
    expect(resolution).toBeTruthy();
    expect(actions).toMatchObject([{ command: redisCommand(stack), result: "success", exit_code: 0 }]);
    expect(actions[0]?.health_after).toBeGreaterThan(80);
    await expect.poll(async () => (await api.service("redis-test")).status).toBe("healthy");
  });
});

test("Postgres runs out of connections, and gets them back with approval", async ({ page, api }) => {
  await page.goto("/sandbox");
  await breakButton(page, "postgres-test", "Take every connection").click();
  await page.getByRole("link", { name: /opened an incident/ }).click();

  const incident = onIncident(page);
  await expect(incident.diagnosis.getByRole("heading", { name: "Root cause" })).toBeVisible();
  await expect(
    page.getByText(/too many clients already|remaining connection slots are reserved/).first(),
  ).toBeVisible();
  await incident.getFix.click();
  await expect(incident.proposal).toContainText("Close idle connections");
  await expect(incident.proposal).toContainText("Medium risk");
  await expect(incident.proposal).toContainText(/Ends \d+ idle sessions of \d+ connections/);
  await expect(incident.proposal).toContainText("pg_terminate_backend");
  await approve(page);

  // The keyboard is with what now runs, and not on the button that would cancel it.
  await expect(page.locator("#run")).toBeFocused();
  await expect(incident.run("Close idle connections: postgres-test")).toContainText("Succeeded");
  await done(incident.phases);
  await expect(incident.nextStep).toContainText("Resolved");
  const { agent_actions: actions } = await api.incident(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  expect(actions).toMatchObject([{ result: "success", exit_code: 0 }]);
});
