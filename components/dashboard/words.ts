import { took } from "@/components/ui/duration";
import type { IncidentTrend, Share, Spans } from "@/lib/analytics/contract";

/** Where a browser keeps the reader's time zone for the server. */
export const ZONE_COOKIE = "time-zone";

export const periods = ["24h", "7d", "30d", "90d"] as const;
export type ShownPeriod = (typeof periods)[number];

export const periodWords: Record<ShownPeriod, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

/** Reads the URL leniently: what is no period of the page is a day. */
export const readPeriod = (text: string | string[] | undefined): ShownPeriod =>
  periods.find((period) => period === text) ?? "24h";

/** A length of time that was measured, or a dash when nothing was. */
export const spanText = (ms: number | null): string => (ms === null ? "–" : took(ms));

/** `of 12 incidents`: a figure without what it rests on says little. */
export const restsOn = ({ count }: Spans): string =>
  count === 0 ? "none in this period" : `of ${many(count, "incident")}`;

export const many = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

/** `42 %`, `< 1 %`; a dash when there was nothing to take a share of. */
export function percent({ share }: Pick<Share, "share">): string {
  if (share === null) return "–";
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}

type Bucket = IncidentTrend["bucket"];

/** What to call a bucket by the clocks of a zone, the same words on the server and in every browser. */
export function bucketWords(
  bucket: Bucket,
  zone: string,
): { short(start: string): string; long(start: string): string } {
  const isClock = bucket === "hour" || bucket === "quarter_hour";
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
  const long = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return {
    short: (start) => (isClock ? time : day).format(new Date(start)),
    long: (start) => {
      const at = new Date(start);
      if (isClock) return `${long.format(at)}, ${time.format(at)}`;
      return bucket === "week" ? `week from ${long.format(at)}` : long.format(at);
    },
  };
}
