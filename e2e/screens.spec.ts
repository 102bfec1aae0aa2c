import type { Page } from "@playwright/test";
import type { TestReport } from "@/lib/outbound/contract";
import { faultsOf, inspect } from "./fixtures/page-check";
import { approve, onIncident } from "./fixtures/screens";
import { breakAndPropose } from "./fixtures/stories";
import { expect, test } from "./fixtures/test";

/** Everything that the browser complains about while the test runs. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  return complaints;
}

test("every screen fits a laptop and a phone, light and dark, and can be heard and read", async ({ page, api }) => {
  const complaints = complaintsOf(page);
  const faults: string[] = [];
  const paths = [
    "/",
    "/incidents",
    "/incidents?status=resolved&q=nothing-like-it",
    "/services",
    "/services/redis-test",
    "/sandbox",
    "/integrations",
    "/integrations/alertmanager",
    "/integrations/alertmanager/set-up",
    "/integrations/alertmanager/deliveries",
    "/integrations/alertmanager/deliveries?state=unreadable",
    "/integrations/alertmanager/log",
    "/integrations/generic/settings",
    "/integrations/pagerduty",
    "/integrations/pagerduty/settings",
    "/integrations/cloudwatch/settings",
    "/integrations/heartbeat",
    "/integrations/heartbeat/settings",
    "/settings/sessions",
    "/settings/api-keys",
    "/settings/members",
    "/settings/security",
    "/settings/webhooks",
    "/settings/maintenance",
    "/settings/investigation",
    "/security",
    "/security/events",
    "/security/report",
  ];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
    // The frame around a page is there, and live, before the page itself is.
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    faults.push(...(await inspect(page, path)));
  }
  await page.getByRole("button", { name: /^Account/ }).click();
  faults.push(...(await inspect(page, "the account menu")));

  const { incident_id: tested } = await api.post<TestReport>("/integrations/alertmanager/test");
  await page.goto("/integrations/alertmanager");
  await page.getByRole("region", { name: "Newest deliveries" }).getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "As it was understood" })).toBeVisible();
  faults.push(...(await inspect(page, "a delivery")));
  await page.goto(`/incidents/${tested}`);
  await expect(page.getByRole("region", { name: "Alerts" })).toBeVisible();
  faults.push(...(await inspect(page, "an incident of an alert")));
  const asks = [
    ["/integrations", "Connect Grafana"],
    ["/integrations/alertmanager/set-up", "Add a secret"],
    ["/settings/webhooks", "New webhook"],
    ["/settings/maintenance", "Plan maintenance"],
  ] as const;
  for (const [path, name] of asks) {
    await page.goto(path);
    await page.getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    faults.push(...(await inspect(page, `the question: ${name}`)));
  }

  const proposal = await breakAndPropose(api, "redis-test", "memory-exhaustion");
  for (const path of ["/", "/incidents", "/services/redis-test", "/sandbox"]) {
    await page.goto(path);
    await expect(page.getByRole("link", { name: /incident|memory is full/ }).first()).toBeVisible();
    faults.push(...(await inspect(page, `${path} while something is broken`)));
  }
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await incident.getSolution.click();
  await expect(incident.solution.getByText("Long term", { exact: true })).toBeVisible();
  faults.push(...(await inspect(page, "an incident with a proposal")));
  await incident.approve.click();
  faults.push(...(await inspect(page, "the question before it runs")));
  await page.keyboard.press("Escape");
  await approve(page);
  await expect(incident.run(proposal.title)).toContainText("Succeeded");
  await expect(incident.nextStep).toContainText("Resolved");
  faults.push(...(await inspect(page, "a resolved incident")));

  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
});

test("the check that these screens pass sees what is wrong with a page", async ({ page }) => {
  await page.setContent(`<!doctype html><main><h1>One</h1><h3 id="a" style="color: #999">Pale</h3><p id="a" style="width: 200vw">Wide</p>
    <button style="width: 8px; height: 8px; padding: 0"></button><input><img src="data:,"></main>`);
  const faults = (await faultsOf(page)).join("\n");
  for (const fault of [
    "without an accessible name: - button",
    "without an accessible name: - textbox",
    "scrolls sideways",
    "no language",
    "no title",
    "a heading level is skipped",
    'the id "a" is there twice',
    "an image without alt",
    "too small to press",
    "contrast",
  ])
    expect(faults).toContain(fault);
});

test.describe("signed out", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("the way in can be seen, heard and walked by keyboard", async ({ page, stack }) => {
    const complaints = complaintsOf(page);
    await page.goto("/sign-in");
    await expect(page.getByLabel("Email", { exact: true })).toBeFocused();
    expect(await inspect(page, "/sign-in")).toEqual([]);

    await page.keyboard.type(stack.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("not the password");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "do not go together" })).toBeVisible();
    await page.keyboard.type(stack.password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/");
    // The refusal is an answer of 401, which every browser notes.
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);

    // A key that is pressed while the next page is on its way is pressed on the one before.
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // From here to the first incident's place without a mouse.
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#main$/);
  });
});
