import { randomUUID } from "node:crypto";
import type { IncidentView, TimelineEntryView } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";
import type { Api } from "./fixtures/api";
import { readiness, takeDatabaseAway } from "./fixtures/outage";
import { foundBy } from "./fixtures/stories";
import { expect, test } from "./fixtures/test";

type Writer = { acknowledged: string[]; stop(): Promise<void> };

/** Writes one thing after the other, each with words that exist once, and remembers which ones were acknowledged. */
function startWriter(write: (words: string) => Promise<number>): Writer {
  const writer = { acknowledged: [] as string[] };
  let isStopped = false;
  const work = (async () => {
    while (!isStopped) {
      const words = randomUUID();
      // A connection that breaks says nothing about whether the write happened.
      const status = await write(words).catch(() => 0);
      if (status >= 200 && status < 300) writer.acknowledged.push(words);
    }
  })();
  return {
    ...writer,
    stop: () => {
      isStopped = true;
      return work;
    },
  };
}

const isFurther = (writers: Writer[], before: number[]) =>
  writers.every(({ acknowledged }, index) => acknowledged.length >= (before[index] ?? 0) + 3);

async function allTitles(api: Api, q: string): Promise<string[]> {
  const titles: string[] = [];
  for (let page = 1; ; page++) {
    const { items, has_next } = await api.get<Page<IncidentView>>(`/incidents?q=${q}&page=${page}&page_size=100`);
    titles.push(...items.map(({ title }) => title));
    if (!has_next) return titles;
  }
}

test("a database that crashes under load loses nothing that was acknowledged", async ({ stack, api }) => {
  const run = randomUUID().slice(0, 8);
  const { id } = await api.post<IncidentView>("/incidents", { title: "Written to while the database crashes" });
  const writers = Array.from({ length: 8 }, (_, index) =>
    startWriter(async (words) =>
      index % 2 === 0
        ? (await api.call("POST", `/incidents/${id}/notes`, { text: words })).status
        : (await api.call("POST", "/incidents", { title: `${run} ${words}` })).status,
    ),
  );
  const counts = () => writers.map(({ acknowledged }) => acknowledged.length);
  await expect.poll(() => isFurther(writers, [])).toBe(true);

  const outage = await takeDatabaseAway(stack);
  await expect.poll(() => readiness(stack)).toBe(503);
  const refused = await api.call("POST", `/incidents/${id}/notes`, { text: "Not now" });
  expect(refused.status).toBe(503);
  outage.end();
  await expect.poll(() => readiness(stack)).toBe(200);
  const before = counts();
  await expect.poll(() => isFurther(writers, before)).toBe(true);
  await Promise.all(writers.map(({ stop }) => stop()));

  const timeline = await api.get<TimelineEntryView[]>(`/incidents/${id}/timeline`);
  const notes = timeline.filter(({ kind }) => kind === "note").map(({ text }) => text);
  const titles = await allTitles(api, run);
  const written = [...notes, ...titles.map((title) => title.split(" ")[1] ?? "")];
  const times = new Map<string, number>();
  for (const words of written) times.set(words, (times.get(words) ?? 0) + 1);
  const lost = writers.flatMap(({ acknowledged }) => acknowledged).filter((words) => !times.has(words));
  expect(lost).toEqual([]);
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);

  // And the worker goes on watching by itself.
  await api.post("/sandbox/redis-test/inject-failure", { scenario: "memory-exhaustion" });
  await foundBy(api, "redis-test");
});

test("a page that is open while the database is gone says so, and recovers by itself", async ({ page, stack, api }) => {
  const { id } = await api.post<IncidentView>("/incidents", { title: "Open while the database is gone" });
  await page.goto(`/incidents/${id}`);
  await page.getByLabel("Add a note").fill("Written in the dark");
  const outage = await takeDatabaseAway(stack);
  try {
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /database|available|moment/i })).toBeVisible();
    await expect(page.getByLabel("Add a note")).toHaveValue("Written in the dark");
    // Whoever opens another page meanwhile is told too, instead of being thrown out.
    const other = await page.context().newPage();
    await other.goto("/incidents");
    await expect(other).toHaveURL("/incidents");
    await expect(other.getByRole("main")).toContainText(/cannot|try again|moment/i);
    await other.close();
  } finally {
    outage.end();
  }
  await expect.poll(() => readiness(stack)).toBe(200);
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Written in the dark");
  // What happens elsewhere shows up again without a reload.
  await api.post(`/incidents/${id}/notes`, { text: "Written by somebody else" });
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Written by somebody else");
});
