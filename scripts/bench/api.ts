import { inWords, median, quantile, ratio, type Series } from "./figures";
import { type Crowd, crowd } from "./many-incidents";
import { quietMoment } from "./quiet";
import type { Stack } from "./stack";
import type { Finding } from "./table";

const FEW = 1_000;
const MANY = 100_000;
const RATIO = 1.5;
const DEEP_RATIO = 2;
const PAGE_BYTES = 100_000;
const FLAT = 1.1;
const WARM_UP_CALLS = 6_000;
const AT_ONCE = 8;

type Ask = { method?: string; path: string; body?: unknown };
/** What is asked of an organization in one round: one call, or several that a page makes side by side. */
type Question = {
  what: string;
  bound: number;
  asks(crowd: Crowd, round: number): Ask[];
  before?(crowd: Crowd, round: number): Ask;
};

const dashboards = ["24h", "30d"].map((period) => [
  `/dashboard/stats?period=${period}`,
  `/dashboard/metrics/incidents?period=${period}`,
  `/dashboard/metrics/resolution-time?period=${period}`,
  `/dashboard/metrics/automation?period=${period}`,
  "/dashboard/activity-feed",
  `/dashboard/top-services?period=${period}`,
  `/dashboard/severity-distribution?period=${period}`,
]);
const one = (path: string) => [{ path }];
const idOf = ({ ids }: Crowd, round: number) => ids[(round * 37) % ids.length] ?? "";
// Any change at all: what was remembered about the organization is forgotten.
const change = (crowd: Crowd, round: number): Ask => ({
  method: "PATCH",
  path: `/incidents/${idOf(crowd, 0)}`,
  body: { description: `Looked at ${round} times` },
});

const questions: Question[] = [
  { what: "List", bound: RATIO, asks: () => one("/incidents") },
  { what: "List, what is open", bound: RATIO, asks: () => one("/incidents?status=open") },
  { what: "List, just after a change", bound: RATIO, asks: () => one("/incidents"), before: change },
  { what: "Detail", bound: RATIO, asks: (crowd, round) => one(`/incidents/${idOf(crowd, round)}`) },
  {
    what: "Search, a rare word, new each time",
    bound: RATIO,
    asks: (_, round) => one(`/incidents?q=handover+${round * 10 + 10}`),
  },
  { what: "Search, words of one in 160, asked before", bound: RATIO, asks: () => one("/incidents?q=redis-3+memory") },
  { what: "Search, a word that all have, asked before", bound: RATIO, asks: () => one("/incidents?q=timeouts") },
  { what: "Dashboard of a day", bound: RATIO, asks: () => (dashboards[0] ?? []).map((path) => ({ path })) },
  { what: "Dashboard of 30 days", bound: RATIO, asks: () => (dashboards[1] ?? []).map((path) => ({ path })) },
];
/** The worst that happens: told, and not promised. */
const worst: Question[] = [
  {
    what: "… search, words of one in 160, just after a change",
    bound: 0,
    asks: () => one("/incidents?q=redis-3+memory"),
    before: change,
  },
  {
    what: "… search, a word that all have, just after a change",
    bound: 0,
    asks: () => one("/incidents?q=timeouts"),
    before: change,
  },
  {
    what: "… dashboard of a day, just after a change",
    bound: 0,
    asks: () => (dashboards[0] ?? []).map((path) => ({ path })),
    before: change,
  },
  {
    what: "… dashboard of 30 days, just after a change",
    bound: 0,
    asks: () => (dashboards[1] ?? []).map((path) => ({ path })),
    before: change,
  },
];

/** The API over 100,000 incidents beside the API over 1,000, side by side in one Postgres; deep pages, sizes, and memory over many calls. */
export async function benchApi(stack: Stack, isQuick: boolean): Promise<Finding[]> {
  const { run } = stack;
  const rounds = isQuick ? 20 : 60;
  const [few, many] = await run.step("Incidents", async (tell) => {
    const crowds = [await crowd("bench-few", FEW), await crowd("bench-many", MANY)] as const;
    tell(`${FEW.toLocaleString("en")} in one organization and ${MANY.toLocaleString("en")} in another`);
    return crowds;
  });
  const findings: Finding[] = [];
  for (const question of [...questions, ...worst]) {
    findings.push(await run.step(question.what, () => compare(stack, question, few, many, rounds)));
  }
  findings.push(await run.step("Page 4,000", () => deepPages(stack, many, rounds, false)));
  findings.push(await run.step("Page 4,000, just after a change", () => deepPages(stack, many, rounds, true)));
  findings.push(await run.step("Size of a page", () => sizeOf(stack, many)));
  findings.push(await run.step("Memory", () => memory(stack, many, isQuick ? 2_000 : 20_000)));
  return findings;
}

async function ask({ url, signal }: Stack, { apiKey }: Crowd, { method = "GET", path, body }: Ask): Promise<string> {
  // Not handed to each of thousands of calls: they end with the web process.
  signal.throwIfAborted();
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

async function timed(stack: Stack, crowd: Crowd, question: Question, round: number): Promise<number> {
  if (question.before) await ask(stack, crowd, question.before(crowd, round));
  const began = performance.now();
  await Promise.all(question.asks(crowd, round).map((one) => ask(stack, crowd, one)));
  return performance.now() - began;
}

/** In turns, and each first as often as the other, so that what else the machine does meets both. */
async function inTurns(rounds: number, a: (round: number) => Promise<number>, b: (round: number) => Promise<number>) {
  const [ours, theirs]: [number[], number[]] = [[], []];
  // What is paid once (a route is loaded, a plan is made) is paid in these.
  for (let round = -3; round < rounds; round++) {
    const first = round % 2 === 0;
    const x = first ? await a(round + 3) : null;
    const y = await b(round + 3);
    const z = x ?? (await a(round + 3));
    if (round < 0) continue;
    ours.push(z);
    theirs.push(y);
  }
  return { ours, theirs };
}

async function compare(stack: Stack, question: Question, few: Crowd, many: Crowd, rounds: number): Promise<Finding> {
  await quietMoment(stack.signal);
  const { ours, theirs } = await inTurns(
    rounds,
    (round) => timed(stack, many, question, round),
    (round) => timed(stack, few, question, round),
  );
  return {
    what: `${question.what}, over 100,000`,
    ours: inWords(ours),
    against: `over 1,000: ${inWords(theirs)}`,
    ...verdict(ours, theirs, question.bound),
  };
}

function verdict(ours: Series, theirs: Series, bound: number): Pick<Finding, "difference" | "bound" | "verdict"> {
  const times = median(ours) / median(theirs);
  return {
    difference: ratio(median(ours), median(theirs)),
    bound: bound > 0 ? `× ${bound}` : "",
    verdict: bound === 0 ? "" : times <= bound ? "ok" : "OVER",
  };
}

async function deepPages(stack: Stack, many: Crowd, rounds: number, isChanging: boolean): Promise<Finding> {
  const page = (number: number): Question => ({
    what: "",
    bound: 0,
    asks: () => one(`/incidents?page=${number}&page_size=20`),
    ...(isChanging && { before: change }),
  });
  await quietMoment(stack.signal);
  const { ours, theirs } = await inTurns(
    rounds,
    (round) => timed(stack, many, page(4_000), round),
    (round) => timed(stack, many, page(1), round),
  );
  return {
    what: `Page 4,000 of 5,000${isChanging ? ", just after a change" : ""}`,
    ours: inWords(ours),
    against: `page 1: ${inWords(theirs)}`,
    ...verdict(ours, theirs, DEEP_RATIO),
  };
}

async function sizeOf(stack: Stack, many: Crowd): Promise<Finding> {
  const bytes = Buffer.byteLength(await ask(stack, many, { path: "/incidents?page_size=20" }));
  return {
    what: "A page of 20",
    ours: `${(bytes / 1_000).toFixed(1)} KB`,
    against: "",
    difference: "",
    bound: `${PAGE_BYTES / 1_000} KB`,
    verdict: bytes < PAGE_BYTES ? "ok" : "OVER",
  };
}

/**
 * Memory of the web process after every hundredth call: the last quarter of the calls beside the first, once so many have been made that
 * the heap has grown to its working size.
 */
async function memory(stack: Stack, many: Crowd, calls: number): Promise<Finding> {
  await callMany(stack, many, WARM_UP_CALLS);
  const samples = await callMany(stack, many, calls);
  const quarter = Math.floor(samples.length / 4);
  const [first, last] = [samples.slice(0, quarter), samples.slice(-quarter)];
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return {
    what: `Memory of the web process over ${calls.toLocaleString("en")} calls`,
    ours: `last quarter: median ${mb(median(last))}, most ${mb(quantile(last, 1))}`,
    against: `first quarter: median ${mb(median(first))}, most ${mb(quantile(first, 1))}`,
    difference: ratio(median(last), median(first)),
    bound: `× ${FLAT}`,
    verdict: median(last) <= median(first) * FLAT ? "ok" : "OVER",
  };
}

/** Asks for this and that, several at once; answers with the memory as it went. */
async function callMany(stack: Stack, many: Crowd, calls: number): Promise<number[]> {
  const paths = [
    "/incidents",
    "/incidents?status=resolved&severity=high&page=40",
    "/incidents?q=redis-3+memory",
    "/dashboard/stats",
    "/dashboard/activity-feed",
  ];
  const samples: number[] = [];
  let made = 0;
  const caller = async () => {
    while (made < calls) {
      const number = made++;
      await ask(stack, many, { path: paths[number % 6] ?? `/incidents/${idOf(many, number)}` });
      if (number % 100 === 0) samples.push(await residentBytes(stack));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return samples;
}

async function residentBytes({ url }: Stack): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^nightshift_resident_memory_bytes (\S+)$/m.exec(text);
  if (!found) throw new Error("The web process tells nothing about its memory");
  return Number(found[1]);
}
