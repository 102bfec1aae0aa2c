import { redact } from "@/lib/platform/redact";

export const EXCERPT_BYTES = 4_096;

// C0 and C1 controls but newline and tab (terminal escapes, and NUL, which Postgres cannot store), and the marks that turn the direction of
// text around: an excerpt must look like what it is.
const INVISIBLE = /[^\P{Cc}\n\t]|\p{Bidi_C}/gu;

/** A text from outside as it may be kept: without secrets, and without characters that would make it look like something else. */
export const cleaned = (text: string, secrets: readonly string[] = []): string =>
  redact(text.replaceAll("\r\n", "\n").replace(INVISIBLE, ""), secrets).trimEnd();

/** What is shown of an answer: redacted first, so that no secret is cut in half, then at most 4 KB, saying how much was cut. */
export const excerptOf = (text: string, secrets: readonly string[] = []): string =>
  cut(cleaned(text, secrets), EXCERPT_BYTES);

/** At most so many bytes of a clean text, whole characters, with a word about what was cut. */
export function cut(clean: string, mostBytes: number): string {
  const bytes = Buffer.from(clean);
  if (bytes.length <= mostBytes) return clean;
  const note = (cut: number) => `\n… ${cut.toLocaleString("en-US")} bytes were cut`;
  let kept = mostBytes - Buffer.byteLength(note(bytes.length));
  // A byte 10xxxxxx continues a character: step back to where one begins.
  while (kept > 0 && ((bytes[kept] ?? 0) & 0xc0) === 0x80) kept--;
  return bytes.subarray(0, kept).toString() + note(bytes.length - kept);
}

/** Whether `cut` has left something out: so long, and with its word at the end, is nothing else. */
export const wasCut = (text: string, mostBytes: number): boolean =>
  /\n… [\d,]+ bytes were cut$/.test(text) && Buffer.byteLength(text) > mostBytes - 16;

/** At most so many characters of a text, up to the end of a word where there is one, with a mark where more came. */
export function shortenedTo(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not in the middle of a character either.
  const kept = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "");
  const upToWord = kept.replace(/\s+\S*$/, "");
  return `${upToWord.length > max / 3 ? upToWord : kept}…`;
}

/** A text from outside within a table or line: redacted before it is cut, in quotes, on one line, at most `max` characters. */
export function quoted(text: string, max = 120, secrets: readonly string[] = []): string {
  const clean = redact(text, secrets);
  return JSON.stringify(clean.length > max ? `${clean.slice(0, max)}…` : clean);
}

/** SQL without its string literals: other people's statements may carry passwords and personal data. */
export const withoutLiterals = (sql: string): string =>
  sql
    .replace(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, "$$?$$")
    .replace(/'(?:[^']|'')*(?:'|$)/g, "'?'")
    .replace(/\s+/g, " ")
    .trim();
