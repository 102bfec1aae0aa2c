import { expect, test } from "vitest";
import type { IncidentSummary } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";
import { apiQuery, movesPage, readQuery, widerQueries, writeQuery } from "./query";

test("a URL without a query shows what is open", () => {
  expect(apiQuery(readQuery({}))).toEqual({ status: "open", page: 1, page_size: 25 });
});

test("all is the absence of a filter for the API", () => {
  expect(apiQuery(readQuery({ status: "all" }))).toEqual({ page: 1, page_size: 25 });
});

test("words that mean nothing are ignored instead of breaking the page", () => {
  const query = readQuery({ status: "broken", severity: ["huge", "high"], page: "-3", q: "  " });
  expect(query).toEqual(readQuery({}));
  expect(readQuery({ assignee: "everybody", opened: "toString", label: " " })).toEqual(readQuery({}));
});

test("writing and reading a query gives the same query", () => {
  const query = readQuery({
    status: "resolved",
    severity: "high",
    service: "redis-test",
    assignee: "me",
    opened: "7d",
    label: "team=a&b",
    q: "100% & more",
    page: "3",
  });
  expect(readQuery(Object.fromEntries(new URLSearchParams(writeQuery(query))))).toEqual(query);
});

test("a period is asked for from a whole minute on", () => {
  const now = Date.parse("2026-03-10T12:34:56.789Z");
  expect(apiQuery(readQuery({ opened: "24h" }), now)).toMatchObject({ from: "2026-03-09T12:34:00.000Z" });
});

test("every filter can be dropped by itself, and what shows everything cannot be widened", () => {
  const wider = widerQueries(readQuery({ severity: "high", q: "disk", page: "4" }));
  expect(wider.map(({ words }) => words)).toEqual(["Whatever the status", "Any severity", "Without “disk”"]);
  expect(wider.map(({ query }) => writeQuery(query))).toEqual([
    "?status=all&severity=high&q=disk",
    "?q=disk",
    "?severity=high",
  ]);
  expect(widerQueries(readQuery({ status: "all" }))).toEqual([]);
});

const openedAt = (minute: number) =>
  ({ id: `i${minute}`, created_at: `2026-03-10T12:${minute}:00.000Z`, status: "triggered" }) as IncidentSummary;
const pageOf = (page: number, minutes: number[], has_next = true): Page<IncidentSummary> => ({
  items: minutes.map(openedAt),
  ...{ total: 99, page, page_size: minutes.length, has_next },
});

test("a change of an incident that stands on another page is no reason to read this one again", () => {
  const first = pageOf(1, [50, 48, 46]);
  const moves = (incident: IncidentSummary) => movesPage(incident, first, readQuery({}), openedAt(50));
  expect([moves(openedAt(40)), moves(openedAt(50))]).toEqual([false, false]);
  // A new one, one that was opened again, and one that is over.
  expect([moves(openedAt(51)), moves(openedAt(47)), moves({ ...openedAt(48), status: "resolved" })]).toEqual([
    true,
    true,
    true,
  ]);
  expect(movesPage(openedAt(40), pageOf(1, [50, 48], false), readQuery({}), null)).toBe(true);
});

test("on a later page, what stands before it moves it only when it is new", () => {
  const second = pageOf(2, [40, 38, 36]);
  const moves = (minute: number) => movesPage(openedAt(minute), second, readQuery({ page: "2" }), openedAt(55));
  expect([moves(50), moves(55), moves(20), moves(39), moves(56)]).toEqual([false, false, false, true, true]);
});
