import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type AlertOutcome, DeliveryDetail, DeliveryPage } from "@/lib/alerts/contract";
import { Severity } from "@/lib/incidents/contract";
import { IntegrationView } from "@/lib/integrations/contract";
import type { Target } from "./target";

/** What became of what was acknowledged. */
export type Became = {
  /** Still waiting to be read when patience was at its end. */
  unread: number;
  /** By what became of each alert; null where there were too many to ask for each. */
  outcomes: Map<AlertOutcome, number> | null;
  unreadable: number;
  /** Incidents that were opened since the beginning, by these alerts or by anything else. */
  opened: { severity: Severity; count: number }[];
};

type Api = NonNullable<Target["api"]>;

// Without one read in this long, nobody reads.
const PATIENCE_MS = 10_000;
// One call each, of the thousand that a key has in an hour.
const MOST_ASKED = 50;

/**
 * Waits until the inbox has read what it took, as long as it reads on, and asks what came of it. `began` is when the first was sent; `keys`
 * are those of the alerts.
 */
export async function becameOf(
  api: Api,
  { began, acknowledged, keys }: { began: Date; acknowledged: number; keys: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<Became> {
  const deliveries = await deliveriesOf(api);
  const unread = await untilRead(api, deliveries, signal);
  const own = acknowledged <= MOST_ASKED ? await ownDeliveries(api, deliveries, acknowledged, keys) : null;
  return {
    unread,
    outcomes: own && counted(own.flatMap(({ alerts }) => alerts.map(({ outcome }) => outcome))),
    unreadable: own?.filter(({ state }) => state === "unreadable" || state === "failed").length ?? 0,
    opened: await opened(api, began),
  };
}

/** Where the API has what came in. The demo's webhook of a source is its first: `npm run up` keeps to what is there. */
async function deliveriesOf(api: Api): Promise<string> {
  const integrations = await ask(api, "/integrations", z.array(IntegrationView));
  const [first] = integrations
    .filter(({ source }) => source === api.source)
    .sort((a, b) => a.created_at.localeCompare(b.created_at));
  if (!first) throw new Error(`there is no integration of ${api.source} any more`);
  return `/integrations/${encodeURIComponent(first.name)}/deliveries`;
}

async function untilRead(api: Api, deliveries: string, signal: AbortSignal): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  let until = 0;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const { total } = await ask(api, `${deliveries}?state=waiting&page_size=1`, DeliveryPage);
    if (total < least) {
      least = total;
      until = performance.now() + PATIENCE_MS;
    }
    if (total === 0 || signal.aborted || performance.now() + pauseMs > until) return total;
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** The newest deliveries, as far as they are about these keys: others may send to the same place. */
async function ownDeliveries(
  api: Api,
  deliveries: string,
  count: number,
  keys: ReadonlySet<string>,
): Promise<DeliveryDetail[]> {
  const { items } = await ask(api, `${deliveries}?page_size=${count}`, DeliveryPage);
  const details = await Promise.all(
    items.map(({ id }) => ask(api, `${deliveries}/${encodeURIComponent(id)}`, DeliveryDetail)),
  );
  // A source may put something behind a key, as Datadog does for each time that an alert comes back, or before it: CloudWatch has addresses.
  const isOwn = (key: string) => [key, key.split("-")[0], key.split(":").at(-1)].some((part) => keys.has(part ?? ""));
  return details.filter(({ alerts }) => alerts.length === 0 || alerts.some(({ dedup_key }) => isOwn(dedup_key)));
}

function counted<T>(items: T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

async function opened(api: Api, began: Date): Promise<Became["opened"]> {
  const counts = await Promise.all(
    Severity.options.map(async (severity) => {
      const query = new URLSearchParams({ from: began.toISOString(), severity, page_size: "1" });
      const { total } = await ask(api, `/incidents?${query}`, z.object({ total: z.number() }));
      return { severity, count: total };
    }),
  );
  return counts.filter(({ count }) => count > 0);
}

async function ask<T>({ url, key }: Api, path: string, shape: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${path} was answered ${response.status}`);
  return z.object({ data: shape }).parse(JSON.parse(text)).data;
}
