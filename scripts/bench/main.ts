import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorText } from "@/lib/platform/errors";
import { lastWords } from "../up/command";
import { newRun, type Run } from "../up/run";
import { onStopSignal } from "../up/supervise/stop-signals";
import { benchApi } from "./api";
import { benchApprove } from "./approve";
import { buildToMeasure } from "./built-web";
import { benchDetect } from "./detect";
import { benchIngest } from "./ingest";
import { benchOutput } from "./output";
import { benchRules } from "./rules";
import { type Stack, startStack } from "./stack";
import { type Finding, isBroken, loadInWords, tableOf } from "./table";

const benches = {
  approve: benchApprove,
  output: benchOutput,
  detect: benchDetect,
  api: benchApi,
  ingest: benchIngest,
} satisfies Record<string, (stack: Stack, isQuick: boolean) => Promise<Finding[]>>;
/** What is measured without a Nightshift that runs. */
const alone = { rules: benchRules } satisfies Record<string, () => Promise<Finding[]>>;
type Name = keyof typeof benches | keyof typeof alone;
const names = [...Object.keys(alone), ...Object.keys(benches)] as Name[];
const isAlone = (name: Name): name is keyof typeof alone => name in alone;

/** Measures what was asked for, or everything. Answers with the exit code: 1 when a bound was missed. */
export async function bench(args: string[]): Promise<number> {
  const wanted = names.filter((name) => args.includes(name));
  const unknown = args.filter((arg) => arg !== "--quick" && !names.includes(arg as Name));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(", ")}. Say npm run bench -- [${names.join("] [")}] [--quick]`);
    return 2;
  }
  const home = mkdtempSync(join(tmpdir(), "nightshift-bench-"));
  const stopping = new AbortController();
  const run = newRun(home, stopping.signal);
  const end = async (isForced: boolean) => {
    await run.stop(isForced);
    rmSync(home, { recursive: true, force: true });
  };
  const interrupted = onStopSignal(
    () => {
      run.say("Stopping; nothing will be left");
      stopping.abort();
      return end(false);
    },
    () => end(true),
  ).then(() => 130);

  try {
    const findings = await measure(run, wanted.length > 0 ? wanted : names, args.includes("--quick"));
    run.say(`Measured, ${loadInWords()}`);
    console.log(`\n${tableOf(findings)}\n`);
    await end(false);
    return findings.some(isBroken) ? 1 : 0;
  } catch (error) {
    if (stopping.signal.aborted) return interrupted;
    // The logs are about to go, so what they say last is said here.
    run.say(errorText(error).replace(/\. Details: .*/, ""));
    for (const name of ["web", "worker"])
      if (existsSync(run.log(name))) run.say(`${name}: ${lastWords(run.log(name)) || "silent"}`);
    await end(false);
    return 1;
  }
}

async function measure(run: Run, wanted: Name[], isQuick: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  // First: a Nightshift beside them would take the CPU that they measure.
  for (const name of wanted.filter(isAlone)) {
    run.say(`${name}: ${loadInWords()}`);
    findings.push(...(await alone[name]()));
  }
  const others = wanted.filter((name): name is keyof typeof benches => !isAlone(name));
  if (others.length === 0) return findings;
  await run.step("Web app", (tell) => buildToMeasure(run, tell));
  const stack = await run.step("A Nightshift to measure", (tell) => startStack(run, tell));
  for (const name of others) {
    run.say(`${name}: ${loadInWords()}`);
    findings.push(...(await benches[name](stack, isQuick)));
  }
  return findings;
}
