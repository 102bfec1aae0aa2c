import type { IncidentAlerts } from "@/lib/alerts/contract";
import { type LineClass, tellingLine } from "./alert-lines";

/** A figure of an alert that bears its words out, in words of ours. */
type Figures = (label: (name: string) => number | null) => string | null;
type Sign = { words: RegExp; figures: Figures };

const least =
  (name: string, from: number, words: (value: string) => string): Figures =>
  (label) => {
    const value = label(name);
    return value !== null && value >= from ? words(value.toLocaleString("en-US")) : null;
  };
const none: Figures = () => null;
const firstOf =
  (...all: Figures[]): Figures =>
  (label) => {
    for (const figures of all) {
      const words = figures(label);
      if (words !== null) return words;
    }
    return null;
  };

// What alerts are about. The first whose words are in a title wins, so what is narrower comes first.
const signs = {
  "sql-injection": {
    words: /\bsql ?injection\b|\bsqli\b/i,
    figures: least("attempts", 10, (value) => `${value} attempts`),
  },
  "brute-force": {
    words: /\bbrute[- ]?force\b|\bpassword spray|\bcredential stuffing\b|\bfailed (?:sign|log)-?ins?\b/i,
    figures: least("failed_10m", 100, (value) => `${value} failed sign-ins in 10 minutes`),
  },
  "suspicious-sign-in": {
    words: /\b(?:suspicious|impossible|unusual) (?:sign|log)-?in\b|\bimpossible travel\b/i,
    figures: none,
  },
  certificate: {
    words: /\b(?:certificate|cert|ssl|tls)\b.*\b(?:expir|invalid|not valid|renew)/i,
    figures: (label) => {
      const days = label("days_left") ?? label("expires_in_days");
      return days !== null && days <= 14 ? `${days.toLocaleString("en-US")} days left` : null;
    },
  },
  "pool-exhaustion": {
    words: /\bpool\b.*\b(?:exhaust|full|in use|saturat)|\btoo many (?:connections|clients)\b/i,
    figures: (label) => {
      const [active, size] = [label("pool_active"), label("pool_size")];
      return active !== null && size !== null && size > 0 && active >= size * 0.95
        ? `${active.toLocaleString("en-US")} of ${size.toLocaleString("en-US")} in use`
        : null;
    },
  },
  "slow-queries": {
    words: /\bslow (?:quer|statement)|\bquer(?:y|ies)\b.*\b(?:slow|latency|duration)\b/i,
    figures: least("p95_ms", 1_000, (value) => `p95 ${value} ms`),
  },
  "dns-failure": {
    words: /\bdns\b|\bname resolution\b|\bservfail\b|\bnxdomain\b/i,
    figures: least("failed_percent", 5, (value) => `${value} % of queries fail`),
  },
  "packet-loss": {
    words: /\bpacket loss\b|\b(?:loses|lost|dropped) packets\b/i,
    figures: least("loss_percent", 1, (value) => `${value} % lost`),
  },
  "cdn-latency": {
    words: /\bcdn\b|\bedge\b.*\blatency\b|\blatency\b.*\b(?:cdn|edge)\b/i,
    figures: least("p95_ms", 500, (value) => `p95 ${value} ms`),
  },
  inodes: {
    words: /\binodes?\b|\bout of files\b/i,
    figures: least("inodes_percent", 90, (value) => `${value} % used`),
  },
  "file-handles": {
    words: /\bfile (?:handles?|descriptors?)\b|\btoo many open files\b/i,
    figures: least("open_files_percent", 85, (value) => `${value} % used`),
  },
  disk: {
    words:
      /\b(?:disk|filesystem|volume|partition)\b.*\b(?:full|space|usage|used|at|left)\b|\bno space left\b|\bout of disk\b/i,
    figures: firstOf(
      least("disk_percent", 85, (value) => `${value} % used`),
      least("used_percent", 85, (value) => `${value} % used`),
    ),
  },
  memory: {
    words:
      /\bout of memory\b|\boom\b|\bmemory (?:usage|pressure|at|full|high|low)\b|\b(?:high|low) memory\b|\bmemory is\b/i,
    figures: (label) => {
      const [used, total] = [label("memory_used_mb"), label("memory_total_mb")];
      if (used !== null && total !== null && total > 0 && used >= total * 0.9)
        return `${used.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} MB used`;
      return least("memory_percent", 90, (value) => `${value} % used`)(label);
    },
  },
  crash: {
    words: /\bcrash(?:ed|es|ing|loop|loops|looping)?\b|\bback-?off restarting\b|\b\d+ restarts\b|\brestart loop\b/i,
    figures: firstOf(
      least("restarts_10m", 3, (value) => `${value} restarts in 10 minutes`),
      least("restarts", 3, (value) => `${value} restarts`),
    ),
  },
  cpu: {
    words: /\bcpu\b|\bload average\b/i,
    figures: least("cpu_percent", 85, (value) => `${value} % busy`),
  },
  "http-errors": {
    words: /\bhttp\b.*\b(?:errors?|5\d\d|5xx)\b|\b5xx\b|\b50[0-4]\b.*\b(?:rate|errors?|responses?)\b/i,
    figures: least("http_5xx_percent", 1, (value) => `${value} % of answers are 5xx`),
  },
  "error-rate": {
    words: /\berror rate\b|\berrors? (?:above|over|rose)\b|\b(?:statements|requests|queries) fail\b/i,
    figures: least("error_percent", 1, (value) => `${value} % fail`),
  },
} satisfies Record<string, Sign>;

type TitleClass = keyof typeof signs;
export type AlertClass = TitleClass | LineClass;
export type Report = {
  alerts: number;
  figure: string | null;
  /** It stands in a log line that the alert brings, not in its title. */
  inLine?: boolean;
  /** A log line of each of these alerts names what it comes from. */
  isOutdone?: boolean;
};
/** By class: how many alerts say it, and the figure of one that bears it out. */
export type Reports = Partial<Record<AlertClass, Report>>;

// What many causes look like from outside: a line that names one says more.
const generic: ReadonlySet<TitleClass> = new Set(["crash", "error-rate", "http-errors", "pool-exhaustion"]);
const classes = Object.entries(signs) as [TitleClass, Sign][];
const signOf = (of: AlertClass): Sign | undefined => (signs as Partial<Record<AlertClass, Sign>>)[of];
const READ = 15;

/**
 * What the alerts that still fire are about, in a closed set of classes: by the words of their titles, and where those are generic or say
 * nothing by a log line that names a cause. Nothing of either is passed on but the class, and of labels the numbers.
 */
export function reportsOf({ signals, alerts }: IncidentAlerts): Reports {
  const firing = signals.filter(({ status }) => status === "firing");
  const newestOf = new Map<string, IncidentAlerts["alerts"][number]>();
  // The newest alert of each signal speaks for it.
  for (const alert of alerts) {
    if (alert.action === "trigger" && !newestOf.has(keyOf(alert))) newestOf.set(keyOf(alert), alert);
  }
  const reports: Reports = {};
  for (const signal of firing.slice(0, READ)) {
    const newest = newestOf.get(keyOf(signal));
    const labels: Record<string, string> = { ...listedIn(newest?.description ?? ""), ...newest?.labels };
    const words = [newest?.title ?? signal.title, spaced(labels.alertname ?? "")];
    const found = classes.find(([, sign]) => words.some((text) => sign.words.test(text.slice(0, 200))));
    const named = found?.[0];
    const told = named === undefined || generic.has(named) ? tellingLine(newest?.description ?? "")?.of : undefined;
    const label = (name: string) => numberOf(labels[name]);
    if (named) add(reports, named, label, { isOutdone: told !== undefined && told !== named });
    if (told && told !== named) add(reports, told, label, { inLine: true });
  }
  return reports;
}

function add(reports: Reports, of: AlertClass, label: (name: string) => number | null, how: Partial<Report>): void {
  const before = reports[of];
  // As far as one alert of the class says no more, and in its title, so do all.
  const inLine = (!before || before.inLine === true) && how.inLine === true;
  const isOutdone = (!before || before.isOutdone === true) && how.isOutdone === true;
  reports[of] = {
    alerts: (before?.alerts ?? 0) + 1,
    figure: before?.figure ?? signOf(of)?.figures(label) ?? null,
    ...(inLine && { inLine }),
    ...(isOutdone && { isOutdone }),
  };
}

// What a database server can suffer from itself. A name server, a link or a sign-in page is none.
const ofDatabase: ReadonlySet<AlertClass> = new Set([
  "server-full",
  "pool-exhaustion",
  "slow-queries",
  "memory",
  "oom-killed",
  "disk",
  "inodes",
  "file-handles",
]);

/** Whether what is reported may be about a database server, as far as one can tell. */
export function mayBeDatabase(reports: Reports): boolean {
  const named = Object.entries(reports).flatMap(([of, { isOutdone }]) => (isOutdone ? [] : [of as AlertClass]));
  return named.length === 0 || named.some((of) => ofDatabase.has(of));
}

const keyOf = (of: { integration: string; dedup_key: string }): string => `${of.integration} ${of.dedup_key}`;

/** Figures as a list of `name: value` lines, where a source has no labels of its own. */
const listedIn = (description: string): Record<string, string> =>
  Object.fromEntries(
    [...description.slice(0, 8_000).matchAll(/^([a-z][a-z0-9_]{0,39}): (\d{1,12}(?:\.\d{1,6})?)$/gm)]
      .slice(0, 50)
      .map(([, name = "", value = ""]) => [name, value]),
  );

/** `HostHighCpuLoad` as words. */
const spaced = (name: string): string =>
  name.slice(0, 200).replace(/([a-z0-9])([A-Z])|[_-]+/g, (_, before = "", after = "") => `${before} ${after}`);

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}(?:\.\d{1,6})?$/.test(text) ? Number(text) : null;
