/** Measurements of one kind, in milliseconds. */
export type Series = readonly number[];

/** The value below which this share of the measurements lies, between neighbours in proportion. NaN when there are none. */
export function quantile(series: Series, share: number): number {
  const sorted = [...series].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export const median = (series: Series): number => quantile(series, 0.5);

/** Milliseconds as people read them. */
export const ms = (value: number): string =>
  Math.abs(value) < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString("en-US")} ms`;

/** `median 41 ms, p95 67 ms, n 30` */
export const inWords = (series: Series): string =>
  `median ${ms(median(series))}, p95 ${ms(quantile(series, 0.95))}, n ${series.length}`;

export const ratio = (ours: number, bare: number): string => `× ${(ours / bare).toFixed(2)}`;

/** Milliseconds since 1970 with their fractions, to compare with what other processes of this machine write down. */
export const wallNow = (): number => performance.timeOrigin + performance.now();
