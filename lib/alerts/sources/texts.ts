import { sha256 } from "@/lib/platform/crypto";
import { isObject } from "./read-json";

/** How long each part of an alert may be, in characters, and how many there may be of it. The rest is cut off. */
export const most = {
  alerts: 1_000,
  title: 200,
  description: 8_000,
  word: 50,
  service: 200,
  person: 200,
  eventType: 100,
  dedupKey: 255,
  labels: 64,
  labelName: 100,
  label: 500,
  links: 20,
  href: 2_000,
  linkText: 200,
  errorLines: 50,
  errorLine: 1_000,
} as const;

/** A field as text of at most `length` characters: numbers and booleans are written out, everything else is no text and gives "". */
export function textOf(value: unknown, length: number): string {
  if (typeof value === "string") return cut(value.trim(), length);
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  return "";
}

/** The first of `values` that has any text in it, or null. */
export function firstText(length: number, ...values: unknown[]): string | null {
  for (const value of values) {
    const text = textOf(value, length);
    if (text !== "") return text;
  }
  return null;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half of a surrogate pair at the end would be no letter.
  return text
    .slice(0, length - 1)
    .replace(/[\ud800-\udbff]$/, "")
    .concat("…");
}

/** Parts of a description that have any text, each in a paragraph of its own. */
export const paragraphs = (...parts: unknown[]): string =>
  textOf(
    parts
      .map((part) => textOf(part, most.description))
      .filter((part) => part !== "")
      .join("\n\n"),
    most.description,
  );

const TELLING =
  /\b(errors?|fatal|panic|exceptions?|fail(ed|ure|ures)?|refused|timed?[ -]?outs?|oom|out of memory|too many|denied|unavailable|unreachable|killed|crash(ed|ing)?)\b/i;

/** Lines of a text that an engineer would look for in a log. */
export function errorLinesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => textOf(line, most.errorLine));
  return lines.filter((line) => TELLING.test(line)).slice(0, most.errorLines);
}

/** What a sender says is the id of a delivery, as it can be stored; null when it is no text. Never cut short: then two would be one. */
export function deliveryKeyOf(value: unknown): string | null {
  const text = textOf(value, LONGEST_KEY);
  return text === "" ? null : dedupKeyOf(text);
}

/** More than any key has, for reading one before it is made to fit. */
export const LONGEST_KEY = 10_000;

/**
 * A key as it can be stored and indexed. One that is too long, or that Postgres cannot hold, keeps its start for people and ends in a hash
 * of the whole, so that different keys stay different.
 */
export function dedupKeyOf(key: string): string {
  if (key.length <= most.dedupKey && !/\0|\p{Surrogate}/u.test(key)) return key;
  const start = key
    .replace(/\0|\p{Surrogate}/gu, "�")
    .slice(0, 190)
    .replace(/[\ud800-\udbff]$/, "");
  return `${start}-${sha256(JSON.stringify(key))}`;
}

/** The fields of an object as labels, in their order. Lists and objects are written as JSON; empty ones are left out. */
export function labelsOf(...objects: unknown[]): Record<string, string> {
  const labels = new Map<string, string>();
  for (const object of objects) {
    if (!isObject(object)) continue;
    for (const [name, value] of Object.entries(object)) {
      if (labels.size >= most.labels) break;
      const text = textOf(value !== null && typeof value === "object" ? JSON.stringify(value) : value, most.label);
      const key = textOf(name, most.labelName);
      // A label of this name would turn into a prototype wherever labels are copied by assignment.
      if (text !== "" && key !== "" && key !== "__proto__") labels.set(key, text);
    }
  }
  return Object.fromEntries(labels);
}

/** Links as people may follow them: http and https only, whole, without a name and password in them, each once. */
export function linksOf(...links: { href: unknown; text: unknown }[]): { href: string; text: string }[] {
  const found = new Map<string, string>();
  for (const { href, text } of links) {
    const url = urlOf(href);
    if (url !== null && !found.has(url) && found.size < most.links)
      found.set(url, firstText(most.linkText, text) ?? "Link");
  }
  return [...found].map(([href, text]) => ({ href, text }));
}

export function urlOf(value: unknown): string | null {
  if (typeof value !== "string" || value.length > most.href) return null;
  let url: URL;
  try {
    url = new URL(value.trim());
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.username = "";
  url.password = "";
  return url.href.length > most.href ? null : url.href;
}
