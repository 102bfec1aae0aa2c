import type { Page } from "@playwright/test";
import { notify } from "./fixtures/alertmanager";
import { expect, test } from "./fixtures/test";

const live = (page: Page) => expect(page.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
// The newest stands first; each stays until it is put away.
const secretOn = (page: Page) => page.locator("code.select-all").first();
const textOf = async (page: Page, label: string) => ((await region(page, label).textContent()) ?? "").trim();

/** Connects an Alertmanager as a person does, and reads off its page what Alertmanager is to be told. */
async function connect(page: Page, name: string): Promise<{ address: string; secret: string }> {
  await page.goto("/integrations");
  await live(page);
  await page.getByRole("button", { name: "Connect Alertmanager" }).click();
  const ask = page.getByRole("dialog", { name: "Connect Alertmanager" });
  await expect(ask.getByLabel("Name")).toBeFocused();
  await ask.getByLabel("Name").fill(name);
  await ask.getByRole("button", { name: "Connect" }).click();
  await expect(page).toHaveURL(`/integrations/${name}/set-up`);
  const secret = (await secretOn(page).textContent()) ?? "";
  const address = await textOf(page, "the address");
  const config = await textOf(page, "what to paste in step 1");
  expect([config.includes(address), config.includes(secret)]).toEqual([true, true]);
  return { address, secret };
}

test("an alert comes in by an integration made on the page, is seen, replayed and counted once", async ({
  page,
  api,
}) => {
  const name = `e2e-${Date.now()}`;
  const title = `Orders are not paid ${name}`;
  const alert = { fingerprint: name, service: `shop-${name}`, title, startedAt: new Date() };
  const { address, secret } = await connect(page, name);
  const opened = async () => (await api.openIncidents()).items.filter((one) => one.title === title);

  await page.goto("/");
  await live(page);
  expect(await notify(address, "not the secret", alert)).toBe(401);
  expect(await notify(address, secret, alert)).toBe(202);
  await region(page, "Open incidents").getByRole("link").filter({ hasText: title }).click();
  const alerts = region(page, "Alerts");
  await expect(alerts).toContainText("Firing");
  await expect(alerts).toContainText(`trigger from ${name} opened an incident`);
  // Where the source shows it can be followed, and says whose site that is.
  await expect(alerts.getByRole("link", { name: "The rule (prometheus.example.com:9090)" })).toBeVisible();
  await alerts.getByRole("link", { name: title, exact: true }).click();

  await expect(region(page, "As it was understood")).toContainText("opened an incident");
  await expect(region(page, "The body")).toContainText(`"fingerprint": "${name}"`);
  const first = page.url();
  await page.getByRole("button", { name: "Replay it" }).click();
  await expect(page.getByRole("link", { name: "an earlier one" })).toHaveAttribute("href", new URL(first).pathname);
  await expect(region(page, "As it was understood")).toContainText("repeated what was known");
  expect(await opened()).toHaveLength(1);
  await region(page, "As it was understood").getByRole("link", { name: "The incident" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(region(page, "Timeline").getByText("Opened by Alertmanager")).toHaveCount(1);

  // What was refused is told where somebody looks for it.
  await page.goto(`/integrations/${name}/log`);
  await expect(region(page, "Log")).toContainText("A delivery was refused");
});

test("a secret is rotated without losing an alert", async ({ page }) => {
  const name = `e2e-${Date.now()}`;
  const { address, secret: first } = await connect(page, name);
  const alert = { fingerprint: name, service: `shop-${name}`, title: `Rotation ${name}`, startedAt: new Date() };
  const send = (secret: string) => notify(address, secret, alert);
  expect(await send(first)).toBe(202);

  const secrets = region(page, "Secrets");
  await secrets.getByRole("button", { name: "Add a secret" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByRole("button", { name: "Add it" }).click();
  await expect(secretOn(page)).not.toHaveText(first);
  const second = (await secretOn(page).textContent()) ?? "";
  // A change takes hold within two seconds; until then the first one works, and after it too.
  await expect.poll(() => send(second)).toBe(202);
  expect(await send(first)).toBe(202);

  await secrets.getByRole("button", { name: `End the secret that ends with ${first.slice(-4)}` }).click();
  await ask.getByRole("button", { name: "End it" }).click();
  await expect(secrets.getByRole("listitem")).toHaveCount(1);
  await expect.poll(() => send(first)).toBe(401);
  expect(await send(second)).toBe(202);
  await page.reload();
  await expect(secrets).toContainText(second.slice(-4));
  await expect(page.getByText(second)).toHaveCount(0);
});

test("planned maintenance holds an alert back, and what still fires afterwards opens its incident", async ({
  page,
  api,
}) => {
  const name = `e2e-${Date.now()}`;
  const service = `shop-${name}`;
  const { address, secret } = await connect(page, name);
  const early = { fingerprint: `${name}-1`, service, title: `Before ${name}`, startedAt: new Date() };
  const openTitles = async () => (await api.openIncidents()).items.map(({ title }) => title);
  // The service is known from its first alert.
  await notify(address, secret, early);
  await expect.poll(openTitles).toContain(early.title);
  await notify(address, secret, { ...early, isOver: true });
  await expect.poll(openTitles).not.toContain(early.title);

  await page.goto("/settings/maintenance");
  await live(page);
  await page.getByRole("button", { name: "Plan maintenance" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByLabel("What is done").fill(`Upgrade ${name}`);
  // Silence for everything must be meant: nothing is chosen beforehand.
  await expect(ask.getByRole("radio", { checked: true })).toHaveCount(0);
  await ask.getByRole("radio", { name: "Only these:" }).check();
  await ask.getByRole("checkbox", { name: service }).check();
  await ask.getByRole("button", { name: "Plan it" }).click();
  const planned = region(page, "Maintenance windows").getByRole("listitem").filter({ hasText: name });
  await expect(planned).toContainText("Active");
  await page.goto("/");
  await expect(region(page, "Maintenance now")).toContainText(`Upgrade ${name}`);

  const late = { fingerprint: `${name}-2`, service, title: `Meanwhile ${name}`, startedAt: new Date() };
  await notify(address, secret, late);
  await page.goto(`/integrations/${name}/deliveries`);
  const deliveries = region(page, "Deliveries");
  await expect(deliveries.getByRole("listitem")).toHaveCount(3);
  await expect(deliveries.getByRole("listitem").filter({ hasText: "Processed" })).toHaveCount(3);
  await deliveries.getByRole("link").first().click();
  await expect(region(page, "As it was understood")).toContainText("fell into a maintenance window");
  expect(await openTitles()).not.toContain(late.title);

  await page.goto("/settings/maintenance");
  await live(page);
  await planned.getByRole("button", { name: "End it now" }).click();
  await ask.getByRole("button", { name: "End it now" }).click();
  await expect(planned).toContainText("Cancelled");
  await expect.poll(openTitles).toContain(late.title);
});
