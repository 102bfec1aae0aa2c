export type Part = { kind: "text"; text: string } | { kind: "citation"; number: number };

/**
 * Splits a sentence at its citations: `[3]`, or `[1, 4]`, where a piece of evidence has that number. Anything else in brackets stays
 * text: log lines are full of it.
 */
export function partsOf(text: string, numbers: ReadonlySet<number>): Part[] {
  const parts: Part[] = [];
  let written = 0;
  const write = (until: number) => {
    if (until > written) parts.push({ kind: "text", text: text.slice(written, until) });
  };
  for (const match of text.matchAll(/\[(\d{1,4}(?:\s*,\s*\d{1,4})*)\]/g)) {
    const cited = (match[1] ?? "").split(",").map(Number);
    if (!cited.every((number) => numbers.has(number))) continue;
    write(match.index);
    for (const number of cited) parts.push({ kind: "citation", number });
    written = match.index + match[0].length;
  }
  write(text.length);
  return parts;
}

/** The same text for a place where citations lead nowhere. */
export const withoutCitations = (text: string): string => text.replace(/\s*\[\d{1,4}(?:\s*,\s*\d{1,4})*\]/g, "");
