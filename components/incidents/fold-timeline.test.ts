import { expect, test } from "vitest";
import type { TimelineEntryView, TimelineKind } from "@/lib/incidents/contract";
import { foldTimeline, keyOf } from "./fold-timeline";

let id = 0;
const entry = (kind: TimelineKind): TimelineEntryView => ({
  id: String(++id),
  at: "2026-01-01T00:00:00.000Z",
  kind,
  actor: { kind: "webhook", name: "alertmanager" },
  text: kind,
  data: {},
});
const many = (kind: TimelineKind, count: number) => Array.from({ length: count }, () => entry(kind));
const shapeOf = (entries: TimelineEntryView[]) =>
  foldTimeline(entries).map((told) => (told.kind === "entry" ? told.entry.kind : told.entries.length));

test("a long run of joined alerts takes one place, and nothing else is hidden in it", () => {
  const story = [entry("opened"), ...many("joined", 500), entry("note"), ...many("joined", 3), entry("resolved")];
  expect(shapeOf(story)).toEqual(["resolved", "joined", "joined", "joined", "note", 500, "opened"]);
});

test("a run that grows keeps its key, so that it stays open while one reads it", () => {
  const story = [entry("opened"), ...many("joined", 5)];
  const before = foldTimeline(story)[0];
  const after = foldTimeline([...story, entry("joined")])[0];
  expect(before && keyOf(before)).toBe(after && keyOf(after));
});
