import type Docker from "dockerode";
import type { ExecutionEvent, ProposalView } from "@/lib/remediation/contract";
import { findEngine } from "@/sandbox/docker/engine";
import { isInstalled } from "../up/processes";
import { firstByteOf } from "./bare";
import { inWords, median, ms, ratio, wallNow } from "./figures";
import { approve, untilProposed, watch } from "./propose";
import { quietMoment } from "./quiet";
import { type SmallRedis, startRedis } from "./small-redis";
import type { Stack } from "./stack";
import type { Finding } from "./table";

const BOUND_MS = 50;
// The first ones load routes and open connections; that is paid once, by whoever comes first.
const WARM_UP = 2;
// So many are broken side by side; they are approved one after another, each after the one before has ended.
const BATCH = 5;

const stages = {
  answered: "approval checked, committed and answered",
  claimed: "a worker has claimed it",
  loaded: "proposal, permit and target read",
  checked: "permit, target and state checked",
  running: "intent committed",
  spawned: "first byte read by the worker",
  arrived: "stored and sent: it is at the client",
} as const;
type Stage = keyof typeof stages;
type Marks = Record<Stage, number>;

type Round = { bareMs: number; oursMs: number; marks: Marks };

/** Approve → first byte of the output at a client, beside the bare command, in both modes. */
export async function benchApprove(stack: Stack, isQuick: boolean): Promise<Finding[]> {
  const rounds = isQuick ? 10 : 30;
  const { run } = stack;
  const found = [await run.step("Approve → first byte, process", () => measure(stack, "process", null, rounds))];
  const engine = isInstalled("docker") ? await findEngine() : null;
  const what = "Approve → first byte, Docker";
  if (engine) found.push(await run.step(what, () => measure(stack, "docker", engine, rounds)));
  else found.push({ ...blank, what, ours: "no Docker engine answers", verdict: "skipped" });
  return found;
}

const blank: Finding = { what: "", ours: "", against: "", difference: "", bound: "", verdict: "" };

async function measure(stack: Stack, mode: string, engine: Docker | null, rounds: number): Promise<Finding> {
  const { run } = stack;
  // As full as the others and flushed by the bare command, so that both commands have the same to do.
  const twin = await startRedis(run, `twin-${mode}`, engine);
  const field: SmallRedis[] = [];
  for (let i = 0; i < BATCH; i++) {
    const redis = await startRedis(run, `approve-${mode}-${i}`, engine);
    await watch(stack, redis);
    field.push(redis);
  }
  const done: Round[] = [];
  let noisy = 0;
  while (done.length < rounds + WARM_UP) {
    const proposals = await Promise.all(field.map((redis) => untilProposed(stack, redis)));
    for (const proposal of proposals) {
      if (done.length === rounds + WARM_UP) break;
      await twin.fill();
      if (!(await quietMoment(run.signal))) noisy += 1;
      const bareMs = await firstByteOf(twin.command("FLUSHALL"), run.signal);
      done.push({ bareMs, ...(await timed(stack, proposal)) });
    }
    run.say(`… ${Math.max(0, done.length - WARM_UP)} of ${rounds} approved`);
  }
  if (noisy > 0) run.say(`… the machine was busy with other work at ${noisy} of ${done.length} rounds`);
  const counted = done.slice(WARM_UP);
  const bare = counted.map(({ bareMs }) => bareMs);
  const ours = counted.map(({ oursMs }) => oursMs);
  const added = counted.map(({ oursMs, bareMs }) => oursMs - bareMs);
  tellStages(stack, mode, counted);
  return {
    what: `Approve → first byte, ${mode === "docker" ? "Docker" : "process"}`,
    ours: inWords(ours),
    against: `bare ${mode === "docker" ? "docker exec" : "spawn"}: ${inWords(bare)}`,
    difference: `+ ${inWords(added)} (${ratio(median(ours), median(bare))})`,
    bound: `+ ${BOUND_MS} ms`,
    verdict: median(added) <= BOUND_MS ? "ok" : "OVER",
  };
}

async function timed(stack: Stack, proposal: ProposalView): Promise<Omit<Round, "bareMs">> {
  const [began, beganAt] = [performance.now(), wallNow()];
  const { id } = await approve(stack, proposal);
  const answered = performance.now() - began;
  let arrived: number | null = null;
  const { execution, events } = await stack.live.follow(id, (frame) => {
    if (frame.events.some(({ stream }) => stream === "stdout")) arrived ??= performance.now() - began;
  });
  if (execution.state !== "succeeded" || arrived === null)
    throw new Error(`The execution ended as ${execution.state}: ${execution.outcome}`);
  const since = (what: string, time: string | null | undefined) => {
    if (!time) throw new Error(`The execution tells no time of ${what}`);
    return Date.parse(time) - beganAt;
  };
  const at = (what: string, isIt: (event: ExecutionEvent) => boolean) => since(what, events.find(isIt)?.at);
  return {
    oursMs: arrived,
    marks: {
      answered,
      claimed: since("its claim", execution.started_at),
      loaded: at("its start", ({ phase }) => phase === "thinking"),
      checked: at("its checks", ({ phase, status }) => phase === "thinking" && status === "completed"),
      running: at("its command", ({ phase, stream }) => phase === "executing" && stream === null),
      spawned: at("its output", ({ stream }) => stream === "stdout"),
      arrived,
    },
  };
}

/** Where the time goes, from the times that the execution itself wrote down. */
function tellStages({ run }: Stack, mode: string, rounds: Round[]): void {
  const names = Object.keys(stages) as Stage[];
  const at = (stage: Stage) => rounds.map(({ marks }) => marks[stage]);
  run.say(`Since approve was sent, ${mode}, medians of ${rounds.length}:`);
  for (const stage of names) run.say(`  ${ms(median(at(stage))).padStart(9)}  ${stages[stage]}`);
  const inWorker = rounds.map(({ marks }) => marks.spawned - marks.claimed);
  run.say(`  The worker's part, claim → first byte: ${inWords(inWorker)}`);
}
