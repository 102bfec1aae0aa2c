import type { Issue } from "./refusals";

const HALF_CHARACTER = /\p{Surrogate}/u;

/**
 * The places in an input whose text Postgres cannot hold: NUL, and half of a surrogate pair. Refused for every route at once, so that
 * no verb meets it as a database error.
 */
export function unstorableText(value: unknown, path = ""): Issue[] {
  if (typeof value === "string") return faultOf(value, path);
  if (Array.isArray(value)) return value.flatMap((item, i) => unstorableText(item, joined(path, String(i))));
  if (value && typeof value === "object") {
    return Object.entries(value).flatMap(([key, item]) => [
      ...faultOf(key, path),
      ...unstorableText(item, joined(path, key)),
    ]);
  }
  return [];
}

function faultOf(text: string, path: string): Issue[] {
  if (text.includes("\0")) return [{ path, message: "Text cannot hold the character U+0000" }];
  if (HALF_CHARACTER.test(text)) return [{ path, message: "Text cannot hold half of a surrogate pair" }];
  return [];
}

const joined = (path: string, key: string): string => (path ? `${path}.${key}` : key);
