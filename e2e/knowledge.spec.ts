import type { ArticleView } from "@/lib/knowledge/contract";
import { expect, test } from "./fixtures/test";

const KNOWLEDGE = "/settings/knowledge-base";

test("what somebody writes is lost neither by leaving nor to somebody else's change", async ({ page, api }) => {
  const asked: string[] = [];
  let leaves = false;
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    return leaves ? dialog.accept() : dialog.dismiss();
  });
  const { id } = await api.post<ArticleView>(KNOWLEDGE, { title: "Something to know", body: "As it was." });
  const text = page.getByLabel("Text", { exact: true });

  await page.goto(KNOWLEDGE);
  await page.getByRole("link", { name: "Something to know" }).click();
  await page.getByRole("button", { name: "Change" }).click();
  await text.fill("What I have written.");
  await page.getByRole("link", { name: "Members" }).click();
  await expect.poll(() => asked.length).toBe(1);
  await page.evaluate(() => history.back());
  await expect.poll(() => asked.length).toBe(2);
  await expect(page).toHaveURL(`${KNOWLEDGE}/${id}`);
  await expect(text).toHaveValue("What I have written.");

  const { updated_at } = await api.get<ArticleView>(`${KNOWLEDGE}/${id}`);
  await api.call("PATCH", `${KNOWLEDGE}/${id}`, { body: "What they have written.", updated_at });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("It is not saved yet.")).toBeVisible();
  await expect(text).toHaveValue("What I have written.");
  await page.getByText("What it says now").click();
  await expect(page.getByText("What they have written.")).toBeVisible();
  await page.getByRole("button", { name: "Save over it" }).click();
  await expect(page.getByRole("article")).toContainText("What I have written.");

  await page.getByRole("button", { name: "Change" }).click();
  await text.fill("Never to be saved.");
  leaves = true;
  await page.getByRole("link", { name: "Knowledge", exact: true }).click();
  await expect(page).toHaveURL(KNOWLEDGE);
  expect(asked).toHaveLength(3);
  expect(await api.get<ArticleView>(`${KNOWLEDGE}/${id}`)).toMatchObject({ body: "What I have written." });
  await api.call("DELETE", `${KNOWLEDGE}/${id}`);
});
