import { expect, test } from "./fixtures/test";

test("a key is made, used, rotated and revoked, and its secret is seen once", async ({ page, stack }) => {
  const call = (key: string) =>
    fetch(`${stack.url}/api/v1/incidents`, { headers: { authorization: `Bearer ${key}` } }).then(
      ({ status }) => status,
    );
  const secret = page.locator("code.select-all");
  const name = `Pipeline ${Date.now()}`;
  const ask = page.getByRole("dialog");

  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  await expect(ask.getByLabel("Name")).toBeFocused();
  await ask.getByLabel("Name").fill(name);
  await ask.getByRole("radio", { name: /^respond/ }).check();
  await ask.getByRole("button", { name: "Make the key" }).click();
  const first = (await secret.textContent()) ?? "";
  expect(await call(first)).toBe(200);
  // Until then it stays beside whatever is made next.
  await page.getByRole("button", { name: "I have it" }).click();

  await page.getByRole("button", { name: `Rotate ${name}` }).click();
  await ask.getByRole("button", { name: "Rotate" }).click();
  await expect(secret).not.toHaveText(first);
  const second = (await secret.textContent()) ?? "";
  expect([await call(first), await call(second)]).toEqual([200, 200]);
  await page.getByRole("button", { name: "I have it" }).click();
  await page.reload();
  await expect(page.getByText("The old secret works until")).toBeVisible();
  await expect(page.getByText(second)).toHaveCount(0);

  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await ask.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("Revoked");
  expect([await call(first), await call(second)]).toEqual([401, 401]);
});
