// The quantile of the normal distribution for 95 %, both sides.
const Z = 1.959964;

/**
 * The lower bound of the 95 % Wilson score interval of a share (E. B. Wilson, 1927): what a success rate is at least, as far as so few tries
 * can tell. 0 without a try.
 */
export function atLeast(successes: number, tries: number): number {
  if (tries === 0) return 0;
  const share = successes / tries;
  const spread = Z * Math.sqrt((share * (1 - share)) / tries + Z ** 2 / (4 * tries ** 2));
  return Math.max(0, (share + Z ** 2 / (2 * tries) - spread) / (1 + Z ** 2 / tries));
}
