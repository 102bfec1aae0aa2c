/** An amount of US dollars as it is read: `$100,000.00`; with three places where a tenth of a cent counts. */
export const dollars = (usd: number, places: 2 | 3 = 2): string =>
  `$${usd.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places })}`;
