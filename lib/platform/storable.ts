import { redact, redactNamed } from "./redact";

const REPLACEMENT = "\uFFFD";

/**
 * A value as it may be stored: secrets redacted, and what Postgres cannot hold in text or jsonb (NUL, half of a surrogate pair)
 * replaced by the replacement character. Error lines come from servers that send whatever bytes they like.
 */
export function storable<T>(value: T): T {
  if (typeof value === "string") return storableText(value) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value && typeof value === "object" && !(value instanceof Date)) {
    const entries = Object.entries(value).map(([key, item]) => [
      storableText(key),
      storable(typeof item === "string" ? redactNamed(key, item) : item),
    ]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}

const storableText = (text: string): string => redact(text).replaceAll("\0", REPLACEMENT).toWellFormed();
