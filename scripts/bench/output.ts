import { setTimeout as sleep } from "node:timers/promises";
import { runBare } from "./bare";
import { type Direction, lineOf, ticksIn, whileDirected } from "./directed";
import { inWords, median, ms, quantile, ratio, type Series, wallNow } from "./figures";
import type { Followed } from "./live";
import { type Frames, type IncidentPage, openBrowser } from "./page";
import { approve, untilProposed, watch } from "./propose";
import { type SmallRedis, startRedis } from "./small-redis";
import type { Stack } from "./stack";
import type { Finding } from "./table";

const BEHIND_MS = 100;
// Above this a press of a key or a button is felt to be late (web.dev, "Interaction to Next Paint").
const TASK_MS = 200;
const IDLE_MS = 3_000;

type Scene = { stack: Stack; redis: SmallRedis; page: IncidentPage | null };

/** A line of a command → a client and a browser, beside a reader of the bare pipe; then very many lines at once. */
export async function benchOutput(stack: Stack, isQuick: boolean): Promise<Finding[]> {
  const { run } = stack;
  const scene = await run.step("A browser that is signed in", async (tell) => {
    const redis = await startRedis(run, "talkative", null);
    await watch(stack, redis);
    const page = await openBrowser(stack);
    if (!page) tell("no Chromium here, so nothing is said about pages");
    return { stack, redis, page };
  });
  return [
    ...(await run.step("Output → browser", () => benchDelay(scene, { what: "ticks", count: isQuick ? 30 : 80 }))),
    ...(await run.step("100,000 lines", () => benchMany(scene, { what: "lines", count: 100_000 }))),
  ];
}

async function benchDelay(scene: Scene, direction: Direction): Promise<Finding[]> {
  const { bare, ours, page } = await play(scene, direction);
  const beside = (what: string, series: Series): Finding => {
    const behind = median(series) - median(bare.delays);
    return {
      what,
      ours: inWords(series),
      against: `reading the pipe: ${inWords(bare.delays)}`,
      difference: `${ms(behind)} behind`,
      bound: `${BEHIND_MS} ms behind`,
      verdict: behind <= BEHIND_MS ? "ok" : "OVER",
    };
  };
  return [
    beside("Output → Socket.IO client", ours.delays),
    ...(page ? [beside("Output → painted in the incident page", page.delays)] : []),
  ];
}

async function benchMany(scene: Scene, direction: Direction): Promise<Finding[]> {
  const { count } = direction;
  const { bare, ours, page } = await play(scene, direction);
  const what = `${count.toLocaleString("en-US")} lines`;
  const arrival = (where: string, tookMs: number, text: string): Finding => ({
    what: `${what} → ${where}`,
    ours: `${ms(tookMs)}, ${missing(text, count)}`,
    against: `reading the pipe: ${ms(bare.tookMs)}`,
    difference: ratio(tookMs, bare.tookMs),
    bound: "every line, in order",
    verdict: missing(text, count) === COMPLETE ? "ok" : "WRONG",
  });
  const found = [arrival("Socket.IO client", ours.tookMs, ours.text)];
  if (!page) return found;
  const longest = Math.max(0, ...page.busy.tasks);
  return [
    ...found,
    arrival("the incident page", ours.tookMs - ours.lastDelay + page.lastDelay, page.text),
    {
      what: "… longest main-thread task of the page",
      ours: longest === 0 ? "none above 50 ms" : `${ms(longest)}, ${page.busy.tasks.length} above 50 ms`,
      against: `idle: ${Math.max(0, ...page.idle.tasks) === 0 ? "none above 50 ms" : ms(Math.max(...page.idle.tasks))}`,
      difference: "",
      bound: `${TASK_MS} ms`,
      verdict: longest <= TASK_MS ? "ok" : "OVER",
    },
    {
      what: "… gaps between its frames",
      ours: gapsInWords(page.busy.gaps),
      against: `idle: ${gapsInWords(page.idle.gaps)}`,
      difference: ratio(Math.max(...page.busy.gaps), Math.max(...page.idle.gaps)),
      bound: "",
      verdict: "",
    },
  ];
}

const gapsInWords = (gaps: Series) =>
  `median ${ms(median(gaps))}, p95 ${ms(quantile(gaps, 0.95))}, longest ${ms(Math.max(...gaps))}`;

type Heard = { delays: number[]; lastDelay: number; tookMs: number };
type Played = {
  bare: Heard;
  ours: Heard & { text: string };
  page: { delays: number[]; lastDelay: number; text: string; idle: Frames; busy: Frames } | null;
};

/** One command, bare and then as an execution that a client and a page follow. */
async function play({ stack, redis, page }: Scene, direction: Direction): Promise<Played> {
  const { run, bin } = stack;
  const proposal = await untilProposed(stack, redis);
  await page?.open(proposal.incident_id);
  return whileDirected(bin, direction, async () => {
    const bare = newEar();
    await runBare(
      [`${bin}/redis-cli`, "-p", String(redis.port), "PING"],
      (data) => bare.hear(String(data)),
      run.signal,
    );

    await page?.takeFrames();
    await sleep(IDLE_MS, undefined, { signal: run.signal });
    const idle = await page?.takeFrames();
    const ours = newEar();
    const { id } = await approve(stack, proposal);
    const followed = await stack.live.follow(id, ({ events }) => {
      for (const { stream, text } of events) if (stream === "stdout" && text !== null) ours.hear(`${text}\n`);
    });
    refuseUnlike(followed);
    return {
      bare: bare.heard(),
      ours: { ...ours.heard(), text: ours.text() },
      page: page && idle ? await lookAt(page, direction, idle) : null,
    };
  });
}

async function lookAt(page: IncidentPage, { what, count }: Direction, idle: Frames) {
  const delays = await page.delays(what === "ticks" ? count : 2);
  const busy = await page.takeFrames();
  return { delays, lastDelay: delays.at(-1) ?? Number.NaN, idle, busy, text: await page.copyAll() };
}

/** Hears stamped lines as they come, and keeps the text. */
function newEar() {
  const pieces: string[] = [];
  const delays: number[] = [];
  let rest = "";
  let first = Number.NaN;
  let last = Number.NaN;
  return {
    hear(piece: string): void {
      const now = wallNow();
      pieces.push(piece);
      rest += piece;
      const end = rest.lastIndexOf("\n") + 1;
      for (const { writtenAt } of ticksIn(rest.slice(0, end))) {
        delays.push(now - writtenAt);
        if (Number.isNaN(first)) first = writtenAt;
        last = now;
      }
      rest = rest.slice(end);
    },
    text: () => pieces.join(""),
    heard: (): Heard => ({ delays, lastDelay: delays.at(-1) ?? Number.NaN, tookMs: last - first }),
  };
}

const COMPLETE = "complete and in order";

/** Compares every line with the one that must stand there. */
function missing(text: string, count: number): string {
  const lines = text.split("\n").filter((line) => line.startsWith("line "));
  const wrong = lines.findIndex((line, i) => line !== lineOf(i + 1, count));
  if (wrong >= 0) return `line ${wrong + 1} is not the one that was written`;
  return lines.length === count ? COMPLETE : `${lines.length} of ${count} lines`;
}

function refuseUnlike({ execution, events }: Followed): void {
  if (execution.state !== "succeeded")
    throw new Error(`The execution ended as ${execution.state}: ${execution.outcome}`);
  const gap = events.findIndex(({ seq }, i) => seq !== i + 1);
  if (gap >= 0) throw new Error(`The event after seq ${gap} is missing`);
}
