import fc from "fast-check";
import { expect, test } from "vitest";
import { EXCERPT_BYTES, excerptOf, shortenedTo, withoutLiterals } from "./excerpt";

test("an excerpt never exceeds its size, is valid text, holds no control characters, and says what was cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), fc.nat(3), (text, times) => {
      const long = text.repeat(times + 1);
      const excerpt = excerptOf(long);
      expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(EXCERPT_BYTES);
      expect(excerpt).not.toMatch(/[^\P{Cc}\n\t]|\p{Surrogate}/u);
    }),
  );
  expect(excerptOf("é".repeat(5_000))).toMatch(/^é+\n… 5,9\d\d bytes were cut$/);
});

test("a secret at the edge of the cut is not shown in half", () => {
  const secret = `ghp_${"a1B2".repeat(10)}`;
  const excerpt = excerptOf(`${"x ".repeat(EXCERPT_BYTES / 2 - 20)}${secret} ${"y".repeat(500)}`);
  expect(excerpt).not.toContain("ghp_");
});

test("a sentence that is too long ends with a word, and one word with its beginning", () => {
  expect(shortenedTo("as long as it may be", 20)).toBe("as long as it may be");
  expect(shortenedTo("postgres.disk_full, postgres.long_transaction", 40)).toBe("postgres.disk_full,…");
  expect(shortenedTo("x".repeat(30), 20)).toBe(`${"x".repeat(19)}…`);
  expect(shortenedTo("🌙".repeat(20), 20)).toBe(`${"🌙".repeat(9)}…`);
});

test("statements are kept without their literals", () => {
  expect(withoutLiterals("ALTER ROLE app  PASSWORD 'it''s secret'; SELECT $a$ also $a$, 'cut of")).toBe(
    "ALTER ROLE app PASSWORD '?'; SELECT $?$, '?'",
  );
});
