import { expect, test } from "vitest";
import { type Alert, deal } from "./deal";
import { stories } from "./stories/registry";

const at = new Date("2026-03-01T03:14:00Z");
function dealt(count: number, seed = "1"): Alert[] {
  const alerts = deal(stories, seed, null);
  return Array.from({ length: count }, () => alerts.next().value);
}
const told = (alerts: Alert[]) => alerts.map(({ service, dedupKey, tell }) => ({ service, dedupKey, ...tell(at) }));

test("a seed tells the same stories again, and another one others", () => {
  expect(told(dealt(100))).toEqual(told(dealt(100)));
  expect(dealt(100).map(({ dedupKey }) => dedupKey)).not.toEqual(dealt(100, "2").map(({ dedupKey }) => dedupKey));
});

test("each has a service of its own until all have had their turn; then known ones come again", () => {
  const services = stories.flatMap((story) => story.services);
  expect(new Set(services).size).toBe(services.length);
  const first = dealt(services.length);
  expect(new Set(first.map(({ service }) => service))).toEqual(new Set(services));
  const many = dealt(20_000);
  expect(new Set(many.map(({ dedupKey }) => dedupKey)).size).toBeLessThanOrEqual(services.length * 8);
});

test("whatever the dice say, a title fits into a line and holds no gaps", () => {
  for (const { title, description } of told(dealt(5_000))) {
    expect(title.length).toBeLessThanOrEqual(150);
    expect(`${title}\n${description}`).not.toMatch(/undefined|NaN|\[object/);
  }
});
