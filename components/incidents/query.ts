import { IncidentStatus, type IncidentSummary, Severity } from "@/lib/incidents/contract";

/** What the list shows, as the URL says it. `all` stands for no filter by status; nothing stands for `open`. */
export type IncidentQuery = {
  status: IncidentStatus | "open" | "all";
  severity: Severity | null;
  service: string | null;
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
  return {
    status: parsedStatus.success ? parsedStatus.data : status === "all" ? "all" : "open",
    severity: severity.success ? severity.data : null,
    service: one(params.service)?.slice(0, 100) ?? null,
    q: one(params.q)?.slice(0, 200) ?? null,
    page: Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
  };
}

/** What the API is asked for. */
export const apiQuery = ({ status, severity, service, q, page }: IncidentQuery) => ({
  ...(status !== "all" && { status }),
  ...(severity && { severity }),
  ...(service && { service }),
  ...(q && { q }),
  page,
  page_size: 25,
});

/** The same as a URL's query, leaving out what is the case anyway. */
export function writeQuery(query: IncidentQuery): string {
  const params = new URLSearchParams();
  if (query.status !== "open") params.set("status", query.status);
  if (query.severity) params.set("severity", query.severity);
  if (query.service) params.set("service", query.service);
  if (query.q) params.set("q", query.q);
  if (query.page > 1) params.set("page", String(query.page));
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** Whether an incident that changed still belongs in the list. A search is left to the server. */
export const belongs = (incident: IncidentSummary, query: IncidentQuery): boolean =>
  (query.status === "all" ||
    (query.status === "open" ? incident.status !== "resolved" : incident.status === query.status)) &&
  (!query.severity || incident.severity === query.severity) &&
  (!query.service || incident.service_name === query.service);
