import { IncidentStatus, type IncidentSummary, Severity } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";

export const assignees = ["me", "nobody"] as const;
export type Assignee = (typeof assignees)[number];

/** How long ago, at most, an incident was opened; the words are for a person who chooses. */
export const openedWithin = { "24h": "the last 24 hours", "7d": "the last 7 days", "30d": "the last 30 days" } as const;
export type OpenedWithin = keyof typeof openedWithin;
const HOURS = { "24h": 24, "7d": 7 * 24, "30d": 30 * 24 } as const satisfies Record<OpenedWithin, number>;

/** What the list shows, as the URL says it. `all` stands for no filter by status; nothing stands for `open`. */
export type IncidentQuery = {
  status: IncidentStatus | "open" | "all";
  severity: Severity | null;
  service: string | null;
  assignee: Assignee | null;
  opened: OpenedWithin | null;
  /** `team`, or `team=payments`. */
  label: string | null;
  q: string | null;
  page: number;
};

type Params = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string | null => {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text ? text : null;
};

/** Reads the URL leniently: a word that means nothing is as if it were not there. */
export function readQuery(params: Params): IncidentQuery {
  const status = one(params.status);
  const parsedStatus = IncidentStatus.safeParse(status);
  const severity = Severity.safeParse(one(params.severity));
  const page = Number(one(params.page) ?? "1");
  const opened = one(params.opened);
  return {
    status: parsedStatus.success ? parsedStatus.data : status === "all" ? "all" : "open",
    severity: severity.success ? severity.data : null,
    service: one(params.service)?.slice(0, 100) ?? null,
    assignee: assignees.find((assignee) => assignee === one(params.assignee)) ?? null,
    opened: opened !== null && Object.hasOwn(openedWithin, opened) ? (opened as OpenedWithin) : null,
    label: one(params.label)?.slice(0, 600) ?? null,
    q: one(params.q)?.slice(0, 200) ?? null,
    page: Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
  };
}

const MINUTE_MS = 60_000;

/** What the API is asked for. `now` is in milliseconds; whole minutes, so that looking twice asks the same. */
export const apiQuery = (
  { status, severity, service, assignee, opened, label, q, page }: IncidentQuery,
  now = Date.now(),
) => ({
  ...(status !== "all" && { status }),
  ...(severity && { severity }),
  ...(service && { service }),
  ...(assignee && { assignee }),
  ...(opened && {
    from: new Date(Math.floor(now / MINUTE_MS) * MINUTE_MS - HOURS[opened] * 60 * MINUTE_MS).toISOString(),
  }),
  ...(label && { label }),
  ...(q && { q }),
  page,
  page_size: 25,
});

/** The same as a URL's query, leaving out what is the case anyway. */
export function writeQuery(query: IncidentQuery): string {
  const params = new URLSearchParams();
  if (query.status !== "open") params.set("status", query.status);
  for (const name of ["severity", "service", "assignee", "opened", "label", "q"] as const) {
    const value = query[name];
    if (value) params.set(name, value);
  }
  if (query.page > 1) params.set("page", String(query.page));
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** Each way to see more, as a person would say it: what is dropped, and where that leads. */
export function widerQueries(query: IncidentQuery): { words: string; query: IncidentQuery }[] {
  const { status, severity, service, assignee, opened, label, q } = query;
  const without = (words: string, changes: Partial<IncidentQuery>) => ({
    words,
    query: { ...query, ...changes, page: 1 },
  });
  return [
    ...(status === "all" ? [] : [without("Whatever the status", { status: "all" })]),
    ...(opened ? [without("Whenever it was opened", { opened: null })] : []),
    ...(severity ? [without("Any severity", { severity: null })] : []),
    ...(service ? [without("Any service", { service: null })] : []),
    ...(assignee ? [without("Whoever has it", { assignee: null })] : []),
    ...(label ? [without("Any label", { label: null })] : []),
    ...(q ? [without(`Without “${q}”`, { q: null })] : []),
  ];
}

/** Whether an incident that changed still belongs in the list. What only the server can tell is left to it. */
export const belongs = (incident: IncidentSummary, query: IncidentQuery): boolean =>
  (query.status === "all" ||
    (query.status === "open" ? incident.status !== "resolved" : incident.status === query.status)) &&
  (!query.severity || incident.severity === query.severity) &&
  (query.assignee !== "nobody" || incident.assignee === null) &&
  (!query.service || incident.service_name?.toLowerCase() === query.service.toLowerCase());

type Place = Pick<IncidentSummary, "id" | "created_at">;

/** The order of a list: newest first. */
export const isNewer = (one: Place, other: Place): boolean =>
  one.created_at === other.created_at ? one.id > other.id : one.created_at > other.created_at;

/**
 * Whether an incident that changed makes others stand on this page: it leaves, or belongs between the first and the last. What is newer
 * than anything heard of (`newest`) is counted as new, which moves every page by one; a change of what stands on another page moves nothing.
 */
export function movesPage(
  incident: IncidentSummary,
  page: Page<IncidentSummary>,
  query: IncidentQuery,
  newest: Place | null,
): boolean {
  if (page.items.some(({ id }) => id === incident.id)) return !belongs(incident, query);
  if (!belongs(incident, query)) return false;
  const [first, last] = [page.items[0], page.items.at(-1)];
  if (page.has_next && last && !isNewer(incident, last)) return false;
  return query.page === 1 || !first || isNewer(first, incident) || !newest || isNewer(incident, newest);
}
