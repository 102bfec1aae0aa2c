import type { Share, Spans } from "./contract";

/** What Postgres says of a set of durations: how many, `[median, p90]` and the mean, in milliseconds. */
export type SpansRow = { count: number; quantiles: number[] | null; mean: number | null };

const rounded = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.round(ms);

export const presentSpans = (row: SpansRow | undefined): Spans => ({
  count: row?.count ?? 0,
  median_ms: rounded(row?.quantiles?.[0]),
  p90_ms: rounded(row?.quantiles?.[1]),
  mean_ms: rounded(row?.mean),
});

export const shareOf = (numerator: number, denominator: number): Share => ({
  numerator,
  denominator,
  share: denominator === 0 ? null : numerator / denominator,
});
