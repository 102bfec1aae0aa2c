import { fork } from "node:child_process";
import { once } from "node:events";
import { io } from "socket.io-client";
import { prisma } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { startAlertmanager } from "./alertmanager";
import { inWords, median, ms, quantile, ratio } from "./figures";
import { type Load, load, type Message, type Sending } from "./load";
import { drained, type Integration, pagerDuty, triggered } from "./pager-duty";
import { quietMoment } from "./quiet";
import type { Stack } from "./stack";
import type { Finding } from "./table";
import { inTime } from "./wait";

const RATE_SHARE = 0.5;
const SEEN_RATIO = 3;
const CONNECTIONS = [1, 16] as const;

/**
 * Webhooks into the inbox (signed, deduplicated, committed) beside alerts into Alertmanager's memory, in turns on the same machine; and
 * from a webhook to the browser, beside a program that does nothing else.
 */
export async function benchIngest(stack: Stack, isQuick: boolean): Promise<Finding[]> {
  const { run } = stack;
  const integration = await pagerDuty(stack.organizationId);
  const findings: Finding[] = [];
  const alertmanager = await run.step("Alertmanager", () => startAlertmanager(run));
  const bare = await startBare(stack);
  for (const connections of CONNECTIONS) {
    const what = `Webhooks over ${connections} connection${connections > 1 ? "s" : ""}`;
    if (!alertmanager) findings.push(skipped(what));
    else
      findings.push(
        ...(await run.step(what, () =>
          compare(stack, integration, { alertmanager: alertmanager.port, bare: bare.port }, connections, isQuick),
        )),
      );
  }
  findings.push(await run.step("Reading the inbox", () => reading(stack, integration, isQuick ? 200 : 1_000)));
  findings.push(await run.step("Webhook → browser", () => visible(stack, integration, bare, isQuick ? 15 : 60)));
  return findings;
}

let alerts = 0;

/** The same kind of news in Alertmanager's own words. */
function alert(count: number): Message {
  const body = JSON.stringify([
    {
      labels: {
        alertname: "ErrorRate",
        service: `service-${count % 7}`,
        severity: "critical",
        instance: `i-${alerts++}`,
      },
      annotations: { summary: `Error rate above 5 % (${count})`, description: "Requests fail on all replicas" },
      startsAt: new Date().toISOString(),
      generatorURL: "http://prometheus.example/graph?g0.expr=up",
    },
  ]);
  return { headers: {}, body };
}

async function compare(
  stack: Stack,
  integration: Integration,
  ports: { alertmanager: number; bare: number },
  connections: number,
  isQuick: boolean,
): Promise<Finding[]> {
  const here: Sending = { host: "127.0.0.1", port: Number(new URL(stack.url).port), path: integration.path };
  const there: Sending = { host: "127.0.0.1", port: ports.alertmanager, path: "/api/v2/alerts" };
  const bare: Sending = { host: "127.0.0.1", port: ports.bare, path: "/" };
  const durationMs = isQuick ? 1_000 : 3_000;
  const ours: Load[] = [];
  const theirs: Load[] = [];
  const floor: Load[] = [];
  for (let round = 0; round < (isQuick ? 3 : 7); round++) {
    await quietMoment(stack.signal);
    const runs = [
      async () => ours.push(await load(here, () => triggered(integration), connections, durationMs, stack.signal)),
      async () => theirs.push(await load(there, alert, connections, durationMs, stack.signal)),
      async () => floor.push(await load(bare, () => triggered(integration), connections, durationMs, stack.signal)),
    ];
    // Taking in is measured by itself, as Alertmanager's own work behind its answer is not part of its rate; reading has a line of its own.
    stack.worker.freeze();
    try {
      for (const one of round % 2 === 0 ? runs : runs.reverse()) await one();
      await prisma().delivery.deleteMany({ where: { integrationId: integration.id, state: "waiting" } });
    } finally {
      stack.worker.thaw();
    }
  }
  const refused = ours.reduce((sum, { refused }) => sum + refused, 0);
  const rate = (loads: Load[]) => median(loads.map(({ perSecond }) => perSecond));
  const all = (loads: Load[]) => loads.flatMap(({ series }) => series);
  const p99 = (loads: Load[]) => quantile(all(loads), 0.99);
  const over = `${connections} connection${connections > 1 ? "s" : ""}`;
  const perSecond = (loads: Load[]) => `${Math.round(rate(loads)).toLocaleString("en-US")} a second`;
  return [
    {
      what: `Webhooks taken in, ${over}${refused > 0 ? ` (${refused} refused)` : ""}`,
      ours: perSecond(ours),
      against: `Alertmanager: ${perSecond(theirs)}`,
      difference: ratio(rate(ours), rate(theirs)),
      bound: `at least × ${RATE_SHARE}`,
      verdict: refused > 0 ? "WRONG" : rate(ours) >= RATE_SHARE * rate(theirs) ? "ok" : "OVER",
    },
    {
      what: `… 99th percentile, ${over}`,
      ours: ms(p99(ours)),
      against: `Alertmanager: ${ms(p99(theirs))}`,
      difference: ratio(p99(ours), p99(theirs)),
      bound: "at most × 1",
      verdict: p99(ours) <= p99(theirs) ? "ok" : "OVER",
    },
    {
      // What http and one commit for each cost by themselves, with nothing checked, deduplicated or shared.
      what: `… http + pg + Socket.IO alone, ${over}`,
      ours: `${perSecond(floor)}, p99 ${ms(p99(floor))}`,
      against: `Alertmanager: ${perSecond(theirs)}, p99 ${ms(p99(theirs))}`,
      difference: ratio(rate(floor), rate(theirs)),
      bound: "",
      verdict: "",
    },
  ];
}

/** How quickly one worker reads what waits: half of it new, half of it what is known already. */
async function reading(stack: Stack, integration: Integration, most: number): Promise<Finding> {
  const address = `${stack.url}${integration.path}`;
  stack.worker.freeze();
  for (let sent = 0; sent < most; sent += 2) {
    const { headers, body } = triggered(integration, `read-${sent}`);
    for (const id of ["first", "again"]) {
      const response = await fetch(address, {
        method: "POST",
        headers: { ...headers, "x-webhook-id": `${headers["x-webhook-id"]}-${id}` },
        body,
      });
      await response.arrayBuffer();
    }
  }
  await quietMoment(stack.signal);
  const began = performance.now();
  stack.worker.thaw();
  await drained(stack, integration);
  const seconds = (performance.now() - began) / 1_000;
  return {
    what: `Reading ${most} waiting deliveries, every other one new`,
    ours: `${Math.round(most / seconds)} a second`,
    against: "",
    difference: "",
    bound: "",
    verdict: "",
  };
}

async function visible(stack: Stack, integration: Integration, bare: Bare, rounds: number): Promise<Finding> {
  const ours: number[] = [];
  const theirs: number[] = [];
  await drained(stack, integration);
  for (let round = 0; round < rounds; round++) {
    // A service of its own each time, so that each is an incident of its own.
    const message = triggered(integration, `seen-${round}-${process.pid}`);
    const here = async () => {
      const seen = stack.live.hear("an incident", "incident:changed", ({ title }) => title === message.title);
      ours.push(await timed(`${stack.url}${integration.path}`, message, seen));
    };
    const there = async () => theirs.push(await timed(bare.url, message, bare.hear(message.title)));
    for (const one of round % 2 === 0 ? [here, there] : [there, here]) {
      // Each after a quiet time of its own: what comes right behind the other finds a machine that is awake already.
      await quietMoment(stack.signal);
      await one();
    }
  }
  return {
    what: "Webhook → incident in the browser's socket",
    ours: inWords(ours),
    against: `http + pg + Socket.IO alone: ${inWords(theirs)}`,
    difference: ratio(median(ours), median(theirs)),
    bound: `at most × ${SEEN_RATIO}`,
    verdict: median(ours) <= SEEN_RATIO * median(theirs) ? "ok" : "OVER",
  };
}

async function timed(url: string, { headers, body }: Message, seen: Promise<unknown>): Promise<number> {
  const began = performance.now();
  const posted = fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  await seen;
  const tookMs = performance.now() - began;
  const response = await posted;
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`A webhook was answered ${response.status}`);
  return tookMs;
}

type Bare = Awaited<ReturnType<typeof startBare>>;

async function startBare({ run, signal }: Stack) {
  const port = await freePort();
  const child = fork("scripts/bench/bare-alerts.mjs", { env: { ...process.env, BARE_PORT: String(port) } });
  const gone = once(child, "exit");
  run.onStop("the bare program", async () => {
    child.kill("SIGKILL");
    await gone;
  });
  await inTime("the bare program", once(child, "message"), signal);
  const url = `http://127.0.0.1:${port}`;
  const socket = io(url, { transports: ["websocket"] });
  run.onStop("the bare program's socket", async () => void socket.disconnect());
  await inTime("the bare program's socket", new Promise<void>((done) => socket.once("connect", done)), signal);
  const hear = (title: string) =>
    inTime(
      "an alert of the bare program",
      new Promise<void>((resolve) => {
        const listener = (message: { event: { data: { title: string } } }) => {
          if (message.event.data.title !== title) return;
          socket.off("alert", listener);
          resolve();
        };
        socket.on("alert", listener);
      }),
      signal,
    );
  return { url, port, hear };
}

const skipped = (what: string): Finding => ({
  what,
  ours: "",
  against: "Alertmanager is not installed; Debian has it as prometheus-alertmanager",
  difference: "",
  bound: `at least × ${RATE_SHARE}`,
  verdict: "skipped",
});
