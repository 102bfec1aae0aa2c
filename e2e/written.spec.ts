import type { SessionView } from "@/lib/auth/contract";
import type { ArticleView } from "@/lib/knowledge/contract";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { signIn } from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";

// What a person has written is theirs until it is saved, or until they say that it may go.

test("what somebody writes outlives their session", async ({ browser, stack, api }) => {
  // A session of its own: the others go on.
  const context = await browser.newContext({ baseURL: stack.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, stack);
  await page.goto("/settings/knowledge-base/new");
  const title = `What to know ${Date.now()}`;
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text", { exact: true }).fill("An hour's work.");

  const sessions: { data: SessionView[] } = await (await context.request.get("/api/v1/sessions")).json();
  const current = sessions.data.find((session) => session.current);
  await context.request.delete(`/api/v1/sessions/${current?.id}`, { headers: { origin: new URL(stack.url).origin } });
  await page.getByRole("button", { name: "Write it down" }).click();
  const ended = page.getByRole("dialog", { name: "Your session has ended" });
  const opened = context.waitForEvent("page");
  await ended.getByRole("link", { name: "Sign in" }).click();
  await signIn(await opened, stack);

  await page.bringToFront();
  // It may have closed itself, when the page has read something since.
  await page.keyboard.press("Escape");
  await expect(ended).toBeHidden();
  await page.getByRole("button", { name: "Write it down" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const kept = await api.get<ArticleView>(`/settings/knowledge-base/${id}`);
  expect(kept.body).toBe("An hour's work.");
  await api.call("DELETE", `/settings/knowledge-base/${id}`);
  await context.close();
});

test("two people change the same window, and neither loses what they wrote", async ({ page, api }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    return dialog.dismiss();
  });
  const WINDOWS = "/settings/maintenance-windows";
  const name = `Upgrade ${Date.now()}`;
  const ends_at = new Date(Date.now() + 3_600_000).toISOString();
  const { id, starts_at } = await api.post<MaintenanceWindowView>(WINDOWS, {
    name,
    ends_at,
    service_names: ["nobody"],
  });
  const now = async () => {
    const { items } = await api.get<{ items: MaintenanceWindowView[] }>(WINDOWS);
    return items.find((one) => one.id === id);
  };
  await page.goto("/settings/maintenance");
  await page.getByRole("button", { name: `Change ${name}` }).click();
  const ask = page.getByRole("dialog", { name: `Change ${name}` });
  await ask.getByLabel("Reason").fill("x".repeat(2_001));
  await expect(ask.getByText("At most 2,000 characters; it has 2,001")).toBeVisible();
  await ask.getByLabel("Reason").fill("What I have written.");
  await page.keyboard.press("Escape");
  await expect.poll(() => asked.length).toBe(1);
  await expect(ask.getByLabel("Reason")).toHaveValue("What I have written.");

  await api.call("PATCH", `${WINDOWS}/${id}`, { name: `${name} at last` });
  await ask.getByRole("button", { name: "Save" }).click();
  await expect(ask).toContainText("It is not saved yet.");
  await expect(ask).toContainText(`What is done is now: ${name} at last`);
  await ask.getByRole("button", { name: "Save what I changed" }).click();
  await expect(ask).toBeHidden();
  // What nobody touched in the form was not sent: a field of minutes would have cut the seconds of the start.
  const kept = { name: `${name} at last`, reason: "What I have written.", starts_at, ends_at };
  expect(await now()).toMatchObject(kept);
  await api.call("DELETE", `${WINDOWS}/${id}`);
});
