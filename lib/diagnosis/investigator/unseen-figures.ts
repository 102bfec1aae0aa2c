/** Figures with fewer digits are everywhere. */
const LEAST_DIGITS = 3;
const MOST_SEEN = 300;
// Bytes and their multiples, seconds and theirs, shares.
const SCALES = [1, 100, 1e3, 1e6, 1e9, 1_024, 1_024 ** 2, 1_024 ** 3, 60, 3_600, 86_400];
/** However few of its digits are not zeros, a figure is not this share away from what was seen. */
const CLOSE = 0.006;

// Not a part of a name, a time, an address or a version. What makes it a share is taken with it.
const FIGURE = /(?<![\w.:/#-])(\d[\d,]*(?:\.\d+)?)(?![\w:/]|\.\d|-\d)(\s?(?:%|per ?cent\b))?/gi;

/**
 * The figures of a sentence that do not stand in what it cites: not as they are, not rounded, not in other units, and not as the share that
 * one of the seen figures is of another. A model that makes one up is caught; one that picks the wrong one is not.
 */
export function unseenFigures(sentence: string, texts: readonly string[]): string[] {
  const claimed = [...sentence.matchAll(FIGURE)]
    .map(([, figure = "", share]) => ({ figure, isShare: share !== undefined || Number(figure) < 1 }))
    .filter(({ figure }) => figure.replace(/\D/g, "").replace(/^0+/, "").length >= LEAST_DIGITS);
  if (claimed.length === 0) return [];
  const all = texts.join("\n");
  const seen = [...new Set([...all.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure)))];
  const known = seen.filter((value) => value > 0).slice(0, MOST_SEEN);
  const unseen = claimed.filter(({ figure, isShare }) => {
    const plain = figure.replaceAll(",", "");
    const value = Number(plain);
    // Rounded or cut off: as far as it goes, it must be right. Among hundreds of figures, nearly any is near to one.
    const within = Math.min(lastUnit(plain), value * CLOSE);
    const isClose = (one: number) => Math.abs(one - value) <= within;
    if (all.includes(figure) || seen.some((one) => SCALES.some((by) => isClose(one / by) || isClose(one * by))))
      return false;
    return !(
      isShare && known.some((part) => known.some((whole) => isClose(part / whole) || isClose((part / whole) * 100)))
    );
  });
  return [...new Set(unseen.map(({ figure }) => figure))];
}

/** What one of its last digit is worth: 0.1 in 97.3, 100 in 4,300. */
function lastUnit(plain: string): number {
  const [whole = "", fraction] = plain.split(".");
  return fraction ? 10 ** -fraction.length : 10 ** (whole.length - whole.replace(/0+$/, "").length);
}
