import { type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";

type Ordered = Pick<ServiceView, "name" | "kind" | "status" | "open_incident_id">;

const urgency = { down: 0, degraded: 1, unknown: 3, healthy: 4 } as const;
/** A service that looks well again and has an open incident is still of interest. */
const WITH_INCIDENT = 2;

const urgencyOf = ({ status, open_incident_id: incident }: Ordered): number =>
  incident === null ? urgency[status] : Math.min(urgency[status], WITH_INCIDENT);

/** What is in trouble first, then by name, so that a list holds still while nothing changes. */
const byTrouble = (a: Ordered, b: Ordered): number => urgencyOf(a) - urgencyOf(b) || a.name.localeCompare(b.name);

/** What somebody watches, and what is known from alerts alone, each with its trouble first. */
export function inOrder<S extends Ordered>(services: readonly S[]): { watched: S[]; known: S[] } {
  const ordered = services.toSorted(byTrouble);
  return {
    watched: ordered.filter(({ kind }) => kind !== UNMANAGED),
    known: ordered.filter(({ kind }) => kind === UNMANAGED),
  };
}

/** Those whose names hold each of these words. */
export function named<S extends Pick<ServiceView, "name">>(services: readonly S[], words: string): S[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return services.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)));
}
