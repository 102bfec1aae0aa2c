import { describe, expect, test } from "vitest";
import { readJson } from "./read-json";
import { Unreadable } from "./source";

const read = (body: string | Buffer) => readJson(Buffer.from(body));

describe("a body that is JSON, more or less", () => {
  test("is read with a byte order mark, broken UTF-8, NUL, half of a pair and a number beyond all numbers", () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(read(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]))).toEqual({
      a: "��",
    });
    expect(read('{"a":"\\u0000\\ud800","b":1e400}')).toEqual({ a: "\0\ud800", b: Number.POSITIVE_INFINITY });
  });

  test("of two equal keys the last counts", () => {
    expect(read('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  test("a key called __proto__ is a key and changes nothing else", () => {
    const value = read('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect((value as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("brackets inside of texts are no nesting", () => {
    expect(read(JSON.stringify({ a: `\\"${"[".repeat(500)}` }))).toEqual({ a: `\\"${"[".repeat(500)}` });
  });
});

describe("a body that is not", () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;

  test.each([
    ["empty", "", /empty/],
    ["white space", " \n", /empty/],
    ["no JSON", "{alert: 1}", /no valid JSON/],
    ["cut off", '{"a":', /no valid JSON/],
    ["UTF-16", Buffer.from('{"a":1}', "utf16le"), /no valid JSON/],
    ["a list", "[]", /is a list/],
    ["a number", "1", /is a number/],
    ["null", "null", /is null/],
    ["nested deeper than anything", "[".repeat(250_000), /64 levels/],
    ["nested a level too deep", nested(65), /64 levels/],
  ])("%s: is refused in words", (_, body, words) => {
    expect(() => read(body)).toThrow(words);
    expect(() => read(body)).toThrow(Unreadable);
  });

  test("64 levels are fine", () => {
    expect(() => read(nested(64))).not.toThrow();
  });

  test("what it holds is not repeated in the words", () => {
    expect(() => read('{"password": hunter2}')).toThrow(/^(?!.*hunter2)/);
  });
});
