import type { z } from "zod";

type Raw = Parameters<z.core.$ZodErrorMap>[0];

const named = new Intl.NumberFormat("en");
const listed = new Intl.ListFormat("en", { type: "disjunction" });

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a time",
  null: "null",
};

const formats: Record<string, string> = {
  email: "Write an email address, as name@example.com",
  url: "Write an address, as https://example.com",
  datetime: "Write a time in UTC, as 2026-11-21T03:00:00Z",
  date: "Write a day, as 2026-11-21",
  uuid: "This is not an id",
};

/**
 * What is wrong with a field, for whoever filled it in: what it takes, and how far off it is. A schema that has words of its own keeps
 * them; for what is not listed here zod's own stay.
 */
export const plainWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_type":
      return issue.input === undefined
        ? "This is missing"
        : `This must be ${kinds[issue.expected] ?? `of the kind ${issue.expected}`}`;
    case "invalid_value":
      return `This must be ${listed.format(issue.values.map(String))}`;
    case "invalid_format":
      return formats[issue.format];
    case "not_multiple_of":
      return `This must be a multiple of ${issue.divisor}`;
    default:
      return undefined;
  }
};

function tooSmall({ origin, minimum, inclusive }: Extract<Raw, { code: "too_small" }>): string {
  if (origin === "string")
    return Number(minimum) <= 1 ? "Write something" : `At least ${counted(minimum, "character")}`;
  if (origin === "array" || origin === "set") return `At least ${counted(minimum, "entry")}`;
  return inclusive === false ? `More than ${figure(minimum)}` : `At least ${figure(minimum)}`;
}

function tooBig({ origin, maximum, inclusive, input }: Extract<Raw, { code: "too_big" }>): string {
  const has = typeof input === "string" || Array.isArray(input) ? `; it has ${figure(input.length)}` : "";
  if (origin === "string") return `At most ${counted(maximum, "character")}${has}`;
  if (origin === "array" || origin === "set") return `At most ${counted(maximum, "entry")}${has}`;
  return inclusive === false ? `Less than ${figure(maximum)}` : `At most ${figure(maximum)}`;
}

const figure = (number: number | bigint): string => named.format(number);
const plural = { character: "characters", entry: "entries" } as const;
const counted = (number: number | bigint, what: keyof typeof plural): string =>
  `${figure(number)} ${Number(number) === 1 ? what : plural[what]}`;
