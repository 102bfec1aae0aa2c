import type { Page, WebSocketRoute } from "@playwright/test";
import { direct } from "./fixtures/directions";
import { approve, copiedOutput, onIncident } from "./fixtures/screens";
import { breakAndPropose, ended } from "./fixtures/stories";
import { expect, test } from "./fixtures/test";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index} of what the command says`);

/** Lets a test cut this page off: its socket breaks, and nothing it asks for gets through. */
async function cuttable(page: Page): Promise<{ cut(): Promise<void>; mend(): Promise<void> }> {
  const sockets = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    sockets.add(socket);
    socket.connectToServer();
  });
  return {
    async cut() {
      await page.context().setOffline(true);
      for (const socket of sockets) await socket.close();
      sockets.clear();
    },
    mend: () => page.context().setOffline(false),
  };
}

test("a run looks the same to whoever was there, came later, or lost the connection meanwhile", async ({
  page,
  browser,
  session,
  stack,
  api,
}) => {
  const proposal = await breakAndPropose(api, "redis-test", "memory-exhaustion");
  const path = `/incidents/${proposal.incident_id}`;
  const newPage = async () => (await browser.newContext({ baseURL: stack.url, storageState: session })).newPage();
  const command = direct(stack.home, [
    { out: numbered(1, 1_000), err: ["a word of warning"] },
    { out: numbered(1_001, 2_000) },
    { out: numbered(2_001, 3_000) },
  ]);
  try {
    const cutOff = await newPage();
    const line = await cuttable(cutOff);
    for (const each of [page, cutOff]) {
      await each.goto(path);
      await expect(each.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
    }
    // Not by the screen: from here on the command's time limit runs.
    await api.post(`/proposals/${proposal.id}/approve`, { content_hash: proposal.content_hash });
    for (const each of [page, cutOff]) await expect(onIncident(each).output).toContainText("line 1000 of");
    await expect(onIncident(page).phases).toContainText("Executing: now");

    await line.cut();
    command.goOn(1);
    await expect(onIncident(page).output).toContainText("line 2000 of");
    await expect(onIncident(cutOff).output).not.toContainText("line 2000 of");
    for (const part of [2, 3]) command.goOn(part);
    await expect(cutOff.getByRole("status").getByText(/Reconnecting|Polling/)).toBeVisible();
    const late = await newPage();
    await late.goto(path);
    await line.mend();
    await expect(cutOff.getByRole("status").getByText("Live", { exact: true })).toBeVisible();

    const pages = [page, cutOff, late];
    for (const each of pages) await expect(onIncident(each).run(proposal.title)).toContainText("Succeeded");
    const texts: string[] = [];
    for (const each of pages) texts.push(await copiedOutput(each));
    // Not by `toEqual`, which would print three thousand lines.
    const said = texts.map(
      (text) => text.match(/line \d+ of what the command says/g)?.join("\n") === numbered(1, 3_000).join("\n"),
    );
    expect(said).toEqual([true, true, true]);
    expect(texts[1] === texts[0] && texts[2] === texts[0]).toBe(true);
    expect(texts[0]?.match(/a word of warning/g)).toHaveLength(1);
    for (const each of [cutOff, late]) await each.context().close();
  } finally {
    for (const part of [1, 2, 3]) command.goOn(part);
    command.end();
  }

  const [execution] = await api.get<{ id: string }[]>(`${path}/executions`);
  const id = execution?.id ?? "";
  await ended(api, id);
  const [listed, streamed] = await Promise.all([api.events(id), api.streamedEvents(id)]);
  expect(streamed).toEqual(listed);
  expect(listed.map(({ seq }) => seq)).toEqual(listed.map((_, index) => index + 1));
});

test("cancel ends a command that hangs, and Nightshift says what it left behind", async ({ page, stack, api }) => {
  const proposal = await breakAndPropose(api, "redis-test", "memory-exhaustion");
  const command = direct(stack.home, [{ out: ["working on it"] }]);
  try {
    await page.goto(`/incidents/${proposal.incident_id}`);
    await approve(page);
    await expect(onIncident(page).output).toContainText("working on it");
    await page.getByRole("button", { name: "Cancel the run" }).click();
    const run = onIncident(page).run(proposal.title);
    await expect(run).toContainText("Cancelled");
    await expect(run.getByRole("button", { name: "Cancel the run" })).toBeHidden();
    await expect(onIncident(page).timeline).toContainText(/cancel/i);
    expect((await api.incident(proposal.incident_id)).status).not.toBe("resolved");
  } finally {
    command.goOn(1);
    command.end();
  }
});
