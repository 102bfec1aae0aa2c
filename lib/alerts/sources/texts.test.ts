import { expect, test } from "vitest";
import { dedupKeyOf, labelsOf, linksOf, textOf } from "./texts";
import { timeOf, timeOrEpochOf } from "./times";

test("keys that cannot be stored stay apart", () => {
  expect(dedupKeyOf("a".repeat(255))).toBe("a".repeat(255));
  const strange = [
    "a".repeat(256),
    "a".repeat(257),
    "a\0",
    "a\ud800",
    "a\ud801",
    "a\ufffd",
    `${"a".repeat(189)}😀${"b".repeat(100)}`,
  ];
  const keys = strange.map(dedupKeyOf);
  expect(new Set(keys).size).toBe(strange.length);
  for (const key of keys) {
    expect(key.length).toBeLessThanOrEqual(255);
    expect(key).not.toMatch(/\0|\p{Surrogate}/u);
  }
});

test("links lead to web pages only, and carry no password", () => {
  const hrefs = [
    "https://a.example/b?c",
    "HTTP://a.example",
    "https://user:pass@b.example/",
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//c.example",
    "/alerting/grafana/test/view",
    `https://a.example/${"x".repeat(3_000)}`,
    "",
    null,
    7,
    {},
    "https://a.example/b?c",
  ];
  expect(linksOf(...hrefs.map((href) => ({ href, text: "x" }))).map(({ href }) => href)).toEqual([
    "https://a.example/b?c",
    "http://a.example/",
    "https://b.example/",
  ]);
});

test("labels are texts, at most 64, and none becomes a prototype", () => {
  const labels = labelsOf(
    JSON.parse('{"__proto__":"x","a":1,"b":null,"c":{"d":[1]},"e":"","f":true,"g":1e400}'),
    "no object",
    null,
  );
  expect(labels).toEqual({ a: "1", c: '{"d":[1]}', f: "true" });
  expect(Object.keys(labelsOf(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`l${i}`, i]))))).toHaveLength(
    64,
  );
});

test("a cut never leaves half a letter", () => {
  expect(textOf("ab😀cd", 4)).toBe("ab…");
  expect(textOf(" x ", 4)).toBe("x");
});

test("times are read strictly, and absurd ones are none", () => {
  const at = (value: unknown) => timeOf(value)?.toISOString() ?? null;
  expect(at("2026-03-01T12:00:00Z")).toBe("2026-03-01T12:00:00.000Z");
  expect(at("2026-03-01T12:00:00.123456789+02:00")).toBe("2026-03-01T10:00:00.123Z");
  expect(at("2026-03-01T12:00:00.000+0000")).toBe("2026-03-01T12:00:00.000Z");
  expect(at("2024-02-29T00:00:00-01:30")).toBe("2024-02-29T01:30:00.000Z");
  for (const wrong of [
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T12:00:00",
    "2026-03-01",
    "1 March 2026",
    "",
    null,
    12,
    {},
  ])
    expect(at(wrong), String(wrong)).toBeNull();
  expect(timeOrEpochOf(1_772_366_400)).toEqual(timeOrEpochOf("1772366400000"));
  expect(timeOrEpochOf(1_772_366_400)?.toISOString()).toBe("2026-03-01T12:00:00.000Z");
  for (const wrong of [Number.POSITIVE_INFINITY, Number.NaN, -1, 0, 1e300]) expect(timeOrEpochOf(wrong)).toBeNull();
});
