import type { Run } from "../up/run";
import { benchApi } from "./api";
import { benchApprove } from "./approve";
import { buildToMeasure } from "./built-web";
import { type BusyClaude, letInvestigate, startBusyClaude } from "./busy-claude";
import { benchDetect } from "./detect";
import { benchIngest } from "./ingest";
import { benchInvestigate } from "./investigate";
import { benchOutput } from "./output";
import { benchRedact } from "./redact";
import { benchRules } from "./rules";
import { type Stack, startStack } from "./stack";
import { type Finding, isBroken, loadInWords, tableOf } from "./table";
import { inThrowaway } from "./throwaway";

const benches = {
  approve: benchApprove,
  output: benchOutput,
  detect: benchDetect,
  api: benchApi,
  ingest: benchIngest,
  investigate: benchInvestigate,
} satisfies Record<string, (stack: Stack, isQuick: boolean, claude: BusyClaude) => Promise<Finding[]>>;
/** What is measured without a Nightshift that runs. */
const alone = { rules: benchRules, redact: benchRedact } satisfies Record<string, () => Promise<Finding[]>>;
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
  return inThrowaway("bench", async (run) => {
    const findings = await measure(run, wanted.length > 0 ? wanted : names, args.includes("--quick"));
    run.say(`Measured, ${loadInWords()}`);
    console.log(`\n${tableOf(findings)}\n`);
    return findings.some(isBroken) ? 1 : 0;
  });
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
  const claude = await startBusyClaude(run);
  const stack = await run.step("A Nightshift to measure", (tell) => startStack(run, tell, claude.env));
  // What is measured without Claude is measured without Claude.
  await letInvestigate(stack, false);
  for (const name of others) {
    run.say(`${name}: ${loadInWords()}`);
    findings.push(...(await benches[name](stack, isQuick, claude)));
  }
  return findings;
}
