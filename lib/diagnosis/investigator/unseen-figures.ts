/** Figures with fewer digits are everywhere. */
const LEAST_DIGITS = 3;
const MOST_SEEN = 300;
// Bytes and their multiples, seconds and theirs, shares.
const SCALES = [1, 100, 1e3, 1e6, 1e9, 1_024, 1_024 ** 2, 1_024 ** 3, 60, 3_600, 86_400];
const CLOSE = 0.006;

// Not a part of a name, a time, an address or a version.
const FIGURE = /(?<![\w.:/#-])\d[\d,]*(?:\.\d+)?(?![\w:/]|\.\d|-\d)/g;

/**
 * The figures of a sentence that do not stand in what it cites: not as they are, not rounded, not in other units, and not as the share that
 * one of the seen figures is of another. A model that makes one up is caught; one that picks the wrong one is not.
 */
export function unseenFigures(sentence: string, texts: readonly string[]): string[] {
  const claimed = [...new Set([...sentence.matchAll(FIGURE)].map(([figure]) => figure))].filter(
    (figure) => figure.replace(/\D/g, "").replace(/^0+/, "").length >= LEAST_DIGITS,
  );
  if (claimed.length === 0) return [];
  const all = texts.join("\n");
  const seen = [...new Set([...all.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure)))];
  const known = seen.filter((value) => value > 0).slice(0, MOST_SEEN);
  return claimed.filter((figure) => {
    const value = Number(figure.replaceAll(",", ""));
    if (
      all.includes(figure) ||
      seen.some((one) => SCALES.some((by) => isClose(one / by, value) || isClose(one * by, value)))
    )
      return false;
    return !known.some((part) => known.some((whole) => isClose((part / whole) * 100, value)));
  });
}

const isClose = (one: number, other: number): boolean => Math.abs(one - other) <= Math.abs(other) * CLOSE;
