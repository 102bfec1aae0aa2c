export type Period = "1h" | "24h" | "7d";

/** Over how long an integration's figures are shown. */
export const periods: readonly { period: Period; word: string }[] = [
  { period: "1h", word: "1 hour" },
  { period: "24h", word: "24 hours" },
  { period: "7d", word: "7 days" },
];

/** What is no period is the last hour. */
export const readPeriod = (asked: unknown): Period => periods.find(({ period }) => period === asked)?.period ?? "1h";
