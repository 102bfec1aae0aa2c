const MOST_LINES = 50;
const LONGEST_LINE = 2_000;

/** The lines an incident has, then the new ones it does not have yet: each once, cut to a bearable length, at most 50 in all. */
export const mergeLines = (known: readonly string[], fresh: readonly string[]): string[] =>
  [...new Set([...known, ...fresh.map((line) => line.slice(0, LONGEST_LINE))])].slice(
    0,
    Math.max(MOST_LINES, known.length),
  );
