import { redact } from "@/lib/platform/redact";
import { EXCERPT_BYTES } from "../excerpt";

export const LOG_LINES = 40;

/**
 * The end of a log: whole lines, as many of the last 40 as fit an excerpt. Redacted before it is cut, with what its service keeps secret, so
 * that no secret is cut in half.
 */
export function lastLines(log: string, secrets: readonly string[]): string[] {
  const kept: string[] = [];
  let size = 0;
  for (const line of redact(log, secrets).trimEnd().split("\n").slice(-LOG_LINES).reverse()) {
    size += Buffer.byteLength(line) + 1;
    if (size > EXCERPT_BYTES - 100 && kept.length > 0) break;
    kept.unshift(line);
  }
  return kept;
}
