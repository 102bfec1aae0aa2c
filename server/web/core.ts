import type { IncomingMessage, ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { countFullInboxes } from "@/lib/alerts";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { type Watch, watchOfWorkers } from "@/lib/platform/workers";

// Answered before Next and without a session: these are for supervisors and scrapers, and say nothing about any organization.

export type Vitals = { isStarted: () => boolean; connections: () => number };

const startedAt = clock.now();
const eventLoop = monitorEventLoopDelay({ resolution: 20 });
eventLoop.enable();

type Answer = { status: number; body: unknown } | { status: number; text: string };
type Check = (vitals: Vitals) => Promise<Answer>;

const DATABASE_MS = 2_000;

async function withinPatience<T>(question: Promise<T>): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([
      question,
      clock.sleep(DATABASE_MS, over.signal).then(() => {
        throw new Error(`no answer within ${DATABASE_MS / 1_000} s`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

/** What is wrong with the database, in words, or null. */
const databaseFault = (): Promise<string | null> =>
  withinPatience(pool().query("SELECT 1")).then(() => null, errorText);

const inboxes = (count: number): string =>
  count === 1 ? "The inbox of an organization is" : `The inboxes of ${count} organizations are`;

type Watching = { fault: string } | { fault: null; watch: Watch };

const watching = (): Promise<Watching> =>
  withinPatience(watchOfWorkers()).then(
    (watch) => ({ fault: null, watch }),
    (error) => ({ fault: errorText(error) }),
  );

const ok = (message: string, data: object): Answer => ({ status: 200, body: { success: true, message, data } });
const down = (error: string, details: object): Answer => ({ status: 503, body: { success: false, error, details } });

const checks: Record<string, Check> = {
  async alive() {
    return ok("The process is alive", { uptime_s: uptimeS() });
  },
  async startup({ isStarted }) {
    return isStarted() ? ok("Started", { started_at: startedAt.toISOString() }) : down("Still starting", {});
  },
  async ready({ isStarted }) {
    if (!isStarted()) return down("Still starting", { database: "unknown" });
    const fault = await databaseFault();
    return fault ? down("The database cannot be reached", { database: fault }) : ok("Ready", { database: "ok" });
  },
  async health({ isStarted, connections }) {
    const found = await watching();
    const watch = found.fault === null ? found.watch : null;
    const full = watch ? await withinPatience(countFullInboxes()).catch(() => 0) : 0;
    const data = {
      status: watch && watch.alive > 0 && full === 0 ? "ok" : "degraded",
      started: isStarted(),
      database: found.fault ?? "ok",
      workers: {
        alive: watch?.alive ?? null,
        last_seen_at: watch?.lastSeenAt?.toISOString() ?? null,
        last_seen_seconds: watch?.lastSeenSeconds ?? null,
      },
      inboxes: { full },
      connections: connections(),
      uptime_s: uptimeS(),
    };
    if (!watch) return down("The database cannot be reached", data);
    if (watch.alive === 0) return down("No worker is running, so nothing is watched or mended", data);
    return full === 0 ? ok("Healthy", data) : down(`${inboxes(full)} full: webhooks are told to come back later`, data);
  },
  async metrics({ connections }) {
    const { heapUsed, rss } = process.memoryUsage();
    const found = await watching();
    const watch = found.fault === null ? found.watch : null;
    const gauges: [name: string, help: string, value: number][] = [
      ["nightshift_uptime_seconds", "Seconds since this process started.", uptimeS()],
      ["nightshift_connections", "Open browser connections of this process.", connections()],
      ["nightshift_resident_memory_bytes", "Resident memory of this process.", rss],
      ["nightshift_heap_used_bytes", "Used JavaScript heap of this process.", heapUsed],
      [
        "nightshift_event_loop_delay_p99_seconds",
        "99th percentile of the event loop's delay.",
        eventLoop.percentile(99) / 1e9,
      ],
      ["nightshift_database_connections", "Open connections of this process to Postgres.", pool().totalCount],
      ["nightshift_database_waiting", "Queries of this process that wait for a connection.", pool().waitingCount],
    ];
    // Left out while nobody can know: a 0 would say that something is known.
    if (watch) gauges.push(["nightshift_workers", "Workers that are alive.", watch.alive]);
    if (watch && watch.lastSeenSeconds !== null)
      gauges.push([
        "nightshift_worker_last_seen_seconds",
        "Seconds since any worker was last seen.",
        watch.lastSeenSeconds,
      ]);
    // Prometheus text format, version 0.0.4.
    return {
      status: 200,
      text: gauges
        .map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
        .join(""),
    };
  },
};

/** What `answerCore` answers, by the last part of the address. */
export const coreNames = Object.keys(checks);

const uptimeS = () => Math.round((clock.now().getTime() - startedAt.getTime()) / 1_000);

function checkOf({ url = "/", method }: IncomingMessage): Check | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const name =
    url
      .split("?")[0]
      ?.replace(/^\/api\/v1(?=\/)/, "")
      .slice(1) ?? "";
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}

/** Whether `answerCore` answers this. */
export const isCoreCall = (request: IncomingMessage): boolean => checkOf(request) !== undefined;

/**
 * Answers `/health`, `/ready`, `/alive`, `/startup` and `/metrics`, also under `/api/v1`. Returns false for every other address.
 * - `/alive`: this process turns; always 200. For whoever restarts it.
 * - `/ready`: this process can serve pages: it has started and its database answers. For load balancers. A missing worker does not
 *   matter to it: people need the pages most when nothing is watched.
 * - `/health`: Nightshift as a whole does its work: 200 and `ok` only while the database answers, a worker lives, and no
 *   organization's inbox is full, else 503 and `degraded`. For whoever watches the watcher.
 */
export function answerCore(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  vitals: Vitals,
): boolean {
  const check = checkOf(request);
  if (!check) return false;
  check(vitals).then((answer) => {
    const isText = "text" in answer;
    const body = isText
      ? answer.text
      : JSON.stringify(answer.status === 200 ? answer.body : { ...(answer.body as object), request_id: requestId });
    response.writeHead(answer.status, {
      "content-type": isText ? "text/plain; version=0.0.4; charset=utf-8" : "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(answer.status === 503 && { "retry-after": "1" }),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  return true;
}
