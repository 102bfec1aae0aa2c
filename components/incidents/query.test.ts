import { expect, test } from "vitest";
import { apiQuery, readQuery, widerQueries, writeQuery } from "./query";

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
