import { expect, test } from "vitest";
import { apiQuery, readQuery, writeQuery } from "./query";

test("a URL without a query shows what is open", () => {
  expect(apiQuery(readQuery({}))).toEqual({ status: "open", page: 1, page_size: 25 });
});

test("all is the absence of a filter for the API", () => {
  expect(apiQuery(readQuery({ status: "all" }))).toEqual({ page: 1, page_size: 25 });
});

test("words that mean nothing are ignored instead of breaking the page", () => {
  const query = readQuery({ status: "broken", severity: ["huge", "high"], page: "-3", q: "  " });
  expect(query).toEqual({ status: "open", severity: null, service: null, q: null, page: 1 });
});

test("writing and reading a query gives the same query", () => {
  const query = readQuery({ status: "resolved", severity: "high", service: "redis-test", q: "100% & more", page: "3" });
  expect(readQuery(Object.fromEntries(new URLSearchParams(writeQuery(query))))).toEqual(query);
});
