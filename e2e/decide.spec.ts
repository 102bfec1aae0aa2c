import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { Redis } from "ioredis";
import type { ExecutionView } from "@/lib/remediation/contract";
import type { Api } from "./fixtures/api";
import { addMember, type Person } from "./fixtures/database";
import { onIncident } from "./fixtures/screens";
import { signIn } from "./fixtures/sign-in";
import type { Stack } from "./fixtures/stack";
import { ended, proposeOnCalm } from "./fixtures/stories";
import { expect, test } from "./fixtures/test";

/** A browser of somebody else's. */
async function signedIn(browser: Browser, stack: Stack, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

/** The member that this person is. */
async function memberOf(api: Api, { email }: Person): Promise<string> {
  const members = await api.get<{ id: string; email: string }[]>("/settings/members");
  return members.find((member) => member.email === email)?.id ?? "nobody";
}

test("a rejected proposal never runs, and says who said no and why", async ({ page, api }) => {
  const proposal = await proposeOnCalm(api, "To be rejected");
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await incident.reject.click();
  await page.getByLabel("Why not?").fill("Not during the sale");
  await incident.proposal.getByRole("button", { name: "Reject" }).click();

  await expect(incident.proposal).toContainText(/Rejected\s*by Demo Admin/);
  await expect(incident.proposal).toContainText("Not during the sale");
  await expect(incident.timeline).toContainText("Not during the sale");
  await expect(incident.approve).toBeHidden();
  const late = await api.call("POST", `/proposals/${proposal.id}/approve`, { content_hash: proposal.content_hash });
  expect(late.status).toBe(409);
  expect(await api.get(`/incidents/${proposal.incident_id}/executions`)).toEqual([]);
});

test("a change that was asked for comes back as a new proposal, measured anew", async ({ page, api }) => {
  const proposal = await proposeOnCalm(api, "To be changed");
  expect(proposal.command_preview.join()).toContain("CONFIG SET maxmemory 100mb");
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await incident.requestChanges.click();
  await page.getByLabel("What should be different?").fill("Half of that is enough");
  await page.getByLabel("maxmemory mb").fill("75");
  await incident.proposal.getByRole("button", { name: "Request changes" }).click();

  await expect(incident.proposal).toContainText("CONFIG SET maxmemory 75mb");
  await expect(incident.approve).toBeEnabled();
  await expect(page.getByRole("region", { name: "Earlier proposals" })).toContainText(
    /Changes requested\s*by Demo Admin/,
  );
  // What was seen before can no longer be approved.
  const late = await api.call("POST", `/proposals/${proposal.id}/approve`, { content_hash: proposal.content_hash });
  expect(late.status).toBe(409);
});

test("what has changed while somebody read it is not run: they read it measured anew, and decide on that", async ({
  page,
  api,
  stack,
}) => {
  const proposal = await proposeOnCalm(api, "Changed behind its back");
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await incident.approve.click();
  const redis = new Redis({ port: stack.redisPort });
  await redis.config("SET", "maxmemory", "60mb");
  redis.disconnect();
  await incident.approveAndRun.click();

  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText(/has changed since .+60\.0 MB.+Nothing was run.+measured anew/);
  await expect(dialog.getByRole("button", { name: "Approve and run" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Go back" }).click();
  await expect(incident.proposal).toContainText(/from 60\.0 MB to/);
  await incident.approve.click();
  await incident.approveAndRun.click();
  await expect(incident.proposal).toContainText(/Approved\s*by/);
  const [first] = await api.get<ExecutionView[]>(`/incidents/${proposal.incident_id}/executions`);
  await ended(api, first?.id ?? "");
  await api.post("/sandbox/redis-test/heal");
});

test("of two people who approve at once one wins, and the other is told", async ({ page, browser, api, stack }) => {
  const proposal = await proposeOnCalm(api, "Wanted by two");
  const other = await signedIn(browser, stack, await addMember(stack, "responder"));
  const pages = [page, other];
  for (const each of pages) {
    await each.goto(`/incidents/${proposal.incident_id}`);
    await onIncident(each).approve.click();
  }
  await Promise.all(pages.map((each) => onIncident(each).approveAndRun.click()));

  for (const each of pages) await expect(onIncident(each).proposal).toContainText(/Approved\s*by/);
  await expect
    .poll(async () => {
      const words = await Promise.all(
        pages.map((each) => onIncident(each).proposal.getByRole("alert").allTextContents()),
      );
      return words.flat();
    })
    .toEqual([expect.stringMatching(/approved/i)]);
  expect(await api.get(`/incidents/${proposal.incident_id}/executions`)).toHaveLength(1);
  await other.context().close();
});

test("whoever is writing while somebody else decides is told where they look, and keeps what they wrote", async ({
  page,
  api,
}) => {
  const proposal = await proposeOnCalm(api, "Decided meanwhile");
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await incident.reject.click();
  const why = page.getByLabel("Why not?");
  await why.fill("The sale ends at six");
  await api.call("POST", `/proposals/${proposal.id}/reject`, { reason: "Not during the sale" });

  const told = incident.proposal.getByRole("alert");
  await expect(told).toContainText(/Rejected by .+It will not run\..+Not during the sale/);
  await expect(told).toBeInViewport();
  await expect(why).toBeFocused();
  await expect(why).toHaveValue("The sale ends at six");
  await page.getByRole("button", { name: "Keep it as a note" }).click();
  await expect(incident.timeline).toContainText("The sale ends at six");
  await expect(told).toBeHidden();
});

test("a viewer can read everything, decide nothing, and is told why", async ({ browser, api, stack }) => {
  const proposal = await proposeOnCalm(api, "Seen by a viewer");
  const page = await signedIn(browser, stack, await addMember(stack, "viewer"));
  await page.goto(`/incidents/${proposal.incident_id}`);
  const incident = onIncident(page);
  await expect(incident.proposal).toContainText("CONFIG SET maxmemory");
  for (const button of [incident.approve, incident.reject, incident.requestChanges, incident.getSolution]) {
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(/^Your role \(viewer\) does not allow you to/);
  }
  await incident.approve.click({ force: true });
  await expect(incident.dialog).toBeHidden();
  // And not only the button says so.
  const answer = await page.request.post(`/api/v1/proposals/${proposal.id}/approve`, {
    data: { content_hash: proposal.content_hash },
  });
  expect(answer.status()).toBe(403);

  await page.goto("/sandbox");
  await expect(page.getByRole("button", { name: /^Break redis-test: Fill/ })).toBeDisabled();
  await page.context().close();
});

test("another organization's incident does not exist", async ({ browser, api, stack }) => {
  const { incident_id, id } = await proposeOnCalm(api, "None of their business");
  const page = await signedIn(browser, stack, await addMember(stack, "owner", `other-${randomUUID()}`));
  await page.goto(`/incidents/${incident_id}`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  expect(await page.content()).not.toContain("None of their business");
  for (const path of [`/incidents/${incident_id}`, `/incidents/${incident_id}/timeline`, `/proposals/${id}`])
    expect((await page.request.get(`/api/v1${path}`)).status()).toBe(404);
  await page.goto("/incidents?status=all");
  await expect(page.getByText("No incidents here")).toBeVisible();
  await page.context().close();
});

test("who is removed while deciding is told so, and that nothing of theirs was carried out", async ({
  browser,
  api,
  stack,
}) => {
  const proposal = await proposeOnCalm(api, "Decided by nobody");
  const person = await addMember(stack, "responder");
  const theirs = await signedIn(browser, stack, person);
  const other = await theirs.context().newPage();
  await theirs.goto(`/incidents/${proposal.incident_id}`);
  await onIncident(theirs).approve.click();
  await other.goto("/incidents");

  expect((await api.call("DELETE", `/settings/members/${await memberOf(api, person)}`)).status).toBe(200);

  await onIncident(theirs).approveAndRun.click();
  await expect(theirs).toHaveURL(/\/sign-in/);
  await expect(theirs.getByRole("status")).toContainText("What you pressed after that was not carried out");
  // Nobody needs to touch the other one.
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(other.getByRole("status")).toContainText("You were signed out");
  expect(await api.get(`/incidents/${proposal.incident_id}/executions`)).toEqual([]);
  await theirs.context().close();
});

test("a role that is taken away takes its buttons along, on a page that is open", async ({ browser, api, stack }) => {
  const proposal = await proposeOnCalm(api, "Not for viewers");
  const person = await addMember(stack, "responder");
  const page = await signedIn(browser, stack, person);
  await page.goto(`/incidents/${proposal.incident_id}`);
  await expect(onIncident(page).approve).toBeEnabled();
  const { status } = await api.call("PATCH", `/settings/members/${await memberOf(api, person)}`, { role: "viewer" });
  expect(status).toBe(200);
  await expect(onIncident(page).approve).toHaveAccessibleDescription(/^Your role \(viewer\) does not allow you to/);
  await page.context().close();
});

test("a session that was ended opens nothing any more", async ({ browser, stack }) => {
  const person = await addMember(stack, "responder");
  const [page, phone] = await Promise.all([signedIn(browser, stack, person), signedIn(browser, stack, person)]);

  await page.goto("/settings/sessions");
  await phone.goto("/incidents");
  await page.getByRole("button", { name: /^Revoke the session/ }).click();
  await expect(page.getByRole("button", { name: /^Revoke the session/ })).toBeHidden();
  expect((await phone.request.get("/api/v1/incidents")).status()).toBe(401);
  // Nobody needs to touch it: what is shown out asks for itself, and is told.
  await expect(phone).toHaveURL(/\/sign-in/);

  // A copy of the cookie is worth nothing either, once its owner has signed out.
  const copy = await browser.newContext({ baseURL: stack.url, storageState: await page.context().storageState() });
  expect((await copy.request.get("/api/v1/incidents")).status()).toBe(200);
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await copy.request.get("/api/v1/incidents")).status()).toBe(401);
  for (const context of [page.context(), phone.context(), copy]) await context.close();
});
