import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { DeliveryView } from "@/lib/alerts/contract";
import type { ArticleView } from "@/lib/knowledge/contract";
import type { NewWebhook, TestReport } from "@/lib/outbound/contract";
import type { Page as PageOf } from "@/lib/platform/contract";
import { expect, test } from "./fixtures/test";

// What the browser is allowed to load and run, seen by the browser: no page may need more than its policy lets it.

/** Everything that the policy stops, and everything else that the browser calls an error, while the test runs. */
async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
      console.error(`Policy: ${effectiveDirective} stopped ${blockedURI} (${sourceFile}:${lineNumber})`),
    ),
  );
  return complaints;
}

async function visit(page: Page, path: string, status = 200): Promise<void> {
  const response = await page.goto(path, { waitUntil: "networkidle" });
  expect(response?.status(), path).toBe(status);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
  expect(policy, path).not.toMatch(/script-src[^;]*unsafe/);
  await expect(page.locator("h1, h2").first()).toBeVisible();
}

/** What stands in the address of a page, by the place where its folder stands. */
type Things = Record<`${string}[${string}]`, string>;

/** The address of every page for those who are signed in, as the folders have them; a new one is among them by itself. */
function pagesWith(things: Things): string[] {
  const folder = fileURLToPath(new URL("../app/(console)", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|\/)page\.tsx$/.test(file),
  );
  return files.map((file) => {
    // A folder in brackets groups others, and is in no address.
    const folders = dirname(file)
      .split("/")
      .filter((name) => name !== "." && !/^\(.+\)$/.test(name));
    const parts = folders.map((name, index) => {
      if (!name.startsWith("[")) return name;
      const thing = Object.entries(things).find(([place]) => place === folders.slice(0, index + 1).join("/"))?.[1];
      if (thing === undefined) throw new Error(`Nobody says what stands in the address of ${file}`);
      return thing;
    });
    return `/${parts.join("/")}`;
  });
}

test("no page needs more than its policy allows", async ({ page, api }) => {
  const complaints = await complaintsOf(page);
  const incident = await api.post<{ id: string }>("/incidents", { title: "Something to look at" });
  const made = await api.post<NewWebhook>("/settings/webhooks", {
    name: `e2e-${Date.now()}`,
    url: "https://hooks.example.com/",
  });
  await api.post<TestReport>("/integrations/alertmanager/test");
  const [delivery] = (await api.get<PageOf<DeliveryView>>("/integrations/alertmanager/deliveries")).items;
  const article = await api.post<ArticleView>("/settings/knowledge-base", {
    title: "Something to read",
    body: "Once.",
  });
  const diagnosis = await api.post<{ id: string }>(`/incidents/${incident.id}/diagnose`, { engine: "rules" });
  const things = {
    "incidents/[id]": incident.id,
    "incidents/[id]/diagnoses/[diagnosis_id]": diagnosis.id,
    "services/[name]": "redis-test",
    "integrations/[name]": "alertmanager",
    "integrations/[name]/deliveries/[id]": String(delivery?.id),
    "settings/webhooks/[id]": made.webhook.id,
    "settings/knowledge-base/[id]": article.id,
  };
  for (const path of pagesWith(things)) {
    await visit(page, path);
    // The page came alive: its scripts ran, and its socket is open.
    await expect(page.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
  }
  expect(complaints).toEqual([]);
  await api.call("DELETE", `/settings/webhooks/${made.webhook.id}`);
  await api.call("DELETE", `/settings/knowledge-base/${article.id}`);
  // What is not there is said to be so, to programs too.
  const missing = [
    "/incidents/x",
    `/incidents/${incident.id}/diagnoses/x`,
    "/services/x",
    "/integrations/x",
    "/integrations/alertmanager/deliveries/x",
    `/settings/webhooks/${made.webhook.id}`,
    `/settings/knowledge-base/${article.id}`,
  ];
  for (const path of ["/no-such-page", ...missing]) await visit(page, path, 404);
  // The browser notes every answer of 404.
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});

test("the documentation browses and calls under it", async ({ page }) => {
  const complaints = await complaintsOf(page);
  await visit(page, "/docs#/settings/getSettingsApiKeys");
  const operation = page.locator("#operations-settings-getSettingsApiKeys");
  await operation.getByRole("button", { name: "Execute" }).click();
  await expect(operation.locator(".live-responses-table .response-col_status").last()).toContainText("200");
  expect(complaints).toEqual([]);
});

test("what somebody slips into a page does not run, and is seen", async ({ page }) => {
  const complaints = await complaintsOf(page);
  await visit(page, "/incidents");
  await page.evaluate(() =>
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img alt="" src="/no-such-picture" onerror="window.slipped = true"><iframe title="" srcdoc="<script>parent.slipped = true</script>"></iframe>`,
    ),
  );
  await expect.poll(() => complaints.join("\n")).toContain("Policy: script-src-attr stopped inline");
  expect(await page.evaluate(() => "slipped" in window)).toBe(false);
});

test.describe("signed out", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("neither do the pages for those who come in", async ({ page, request }) => {
    const complaints = await complaintsOf(page);
    for (const path of ["/sign-in", "/setup", "/invitations/no-such-invitation", "/docs"]) await visit(page, path);
    expect(complaints).toEqual([]);

    const data = await request.get("/api/v1/incidents");
    expect(data.headers()["content-security-policy"]).toContain("default-src 'none'");
    const [one, other] = [await request.get("/sign-in"), await request.get("/sign-in")];
    expect(one.headers()["content-security-policy"]).not.toBe(other.headers()["content-security-policy"]);
    for (const tag of (await one.text()).match(/<script[^>]*>/g) ?? []) expect(tag).toContain("nonce=");
  });
});
