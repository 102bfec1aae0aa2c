import { redact } from "@/lib/platform/redact";

export const EXCERPT_BYTES = 4_096;

// C0 and C1 controls but newline and tab (terminal escapes, and NUL, which Postgres cannot store), and the marks that turn the direction of
// text around: an excerpt must look like what it is.
const INVISIBLE = /[^\P{Cc}\n\t]|\p{Bidi_C}/gu;

/** What is kept of an answer: redacted first, so that no secret is cut in half, then at most 4 KB, saying how much was cut. */
export function excerptOf(text: string): string {
  const clean = redact(text.replaceAll("\r\n", "\n").replace(INVISIBLE, "")).trimEnd();
  const bytes = Buffer.from(clean);
  if (bytes.length <= EXCERPT_BYTES) return bytes.toString();
  const note = (cut: number) => `\n… ${cut.toLocaleString("en-US")} bytes were cut`;
  let kept = EXCERPT_BYTES - Buffer.byteLength(note(bytes.length));
  // A byte 10xxxxxx continues a character: step back to where one begins.
  while (kept > 0 && ((bytes[kept] ?? 0) & 0xc0) === 0x80) kept--;
  return bytes.subarray(0, kept).toString() + note(bytes.length - kept);
}

/** A text from outside within a table or line: in quotes, on one line, at most `max` characters. */
export const quoted = (text: string, max = 120): string =>
  JSON.stringify(text.length > max ? `${text.slice(0, max)}…` : text);

/** SQL without its string literals: other people's statements may carry passwords and personal data. */
export const withoutLiterals = (sql: string): string =>
  sql
    .replace(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, "$$?$$")
    .replace(/'(?:[^']|'')*(?:'|$)/g, "'?'")
    .replace(/\s+/g, " ")
    .trim();
