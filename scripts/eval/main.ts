import { writeFileSync } from "node:fs";
import { dataOf } from "@/client";
import { buildToMeasure } from "../bench/built-web";
import { loadInWords } from "../bench/table";
import { inThrowaway } from "../bench/throwaway";
import { CannotGoOn, type Run } from "../up/run";
import { type Case, cases } from "./cases";
import { type Ground, startGround } from "./ground";
import { optionsOf, usage } from "./options";
import { play } from "./play";
import { markdownOf, sumOf, tableOf } from "./report";
import { type Score, type Scored, score } from "./score";
import type { Engine } from "./treat";

type Round = Scored & { engine: Engine; controls: number; unplayed: string[] };

/**
 * Breaks everything that can be broken, alone, in pairs and not at all, and tells how right the loop was: by rules, and by Claude when there
 * is a key. Answers with the exit code: wrong answers are results, so 1 only when something could not be played.
 */
export async function evaluate(args: string[]): Promise<number> {
  const options = optionsOf(args);
  if (!options) {
    console.error(usage);
    return 2;
  }
  // Before the stack takes it out of the environment.
  const claudeKey = process.env.ANTHROPIC_API_KEY ?? "";
  return inThrowaway("eval", async (run) => {
    run.say(`${options.only.length} of ${cases.length} scenarios, ${loadInWords()}`);
    await run.step("Web app", (tell) => buildToMeasure(run, tell));
    const ground = await run.step("A Nightshift to be tried", (tell) => startGround(run, claudeKey, tell));
    const rounds = [await playAll(run, ground, "rules", options.only)];
    // Where nothing is broken and nobody says so there is nothing to diagnose.
    const told = options.only.filter(({ breaks, alert }) => breaks.length > 0 || alert);
    if (claudeKey !== "") rounds.push(await playAll(run, ground, "claude", told));
    else run.say("No ANTHROPIC_API_KEY, so nothing is said about Claude");

    for (const round of rounds) {
      const table = round.scores.length > 0 ? (options.isMarkdown ? markdownOf : tableOf)(round.scores) : "";
      const unplayed = round.unplayed.map((line) => `  could not be played: ${line}`);
      console.log(["", `By ${round.engine}:`, "", table, "", ...sumOf(round, round.controls), ...unplayed].join("\n"));
    }
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ at: new Date(), rounds }, null, 2)}\n`);
    return rounds.some(({ unplayed }) => unplayed.length > 0) ? 1 : 0;
  });
}

async function playAll(run: Run, ground: Ground, engine: Engine, wanted: Case[]): Promise<Round> {
  await letClaude(ground, engine === "claude");
  const round: Round = {
    engine,
    scores: [],
    furtherIncidents: [],
    falseAlarms: [],
    controls: wanted.filter(({ quietMs }) => quietMs).length,
    unplayed: [],
  };
  for (const one of wanted) {
    try {
      const scored = await run.step(`${engine}: ${one.name}`, async (tell) => {
        const now = score(one, await play(ground, one, engine));
        tell(inWords(now));
        return now;
      });
      round.scores.push(...scored.scores);
      round.furtherIncidents.push(...scored.furtherIncidents.map((title) => `${one.name}: ${title}`));
      round.falseAlarms.push(...scored.falseAlarms.map((title) => `${one.name}: ${title}`));
    } catch (error) {
      // One that cannot be played takes none of the others with it; a Nightshift that has died does.
      if (run.signal.aborted || !(error instanceof CannotGoOn) || ground.stack.worker.failure()) throw error;
      // The folder that the details are in will be gone.
      const why = error.message.replace(/\. Details: .*/, "");
      run.say(why);
      round.unplayed.push(why);
    }
  }
  return round;
}

/** Whether Claude goes on where the rules have ended. */
async function letClaude({ stack }: Ground, isOn: boolean): Promise<void> {
  const { usd_per_incident, usd_per_day, usd_per_month } = await dataOf(stack.api.GET("/settings/investigation"));
  const body = { is_on: isOn, usd_per_incident, usd_per_day, usd_per_month };
  await dataOf(stack.api.PUT("/settings/investigation", { body }));
}

function inWords({ scores, falseAlarms }: Scored): string {
  if (scores.length === 0) return `${falseAlarms.length} false alarms`;
  const broken = scores.filter(({ isVerified }) => isVerified !== null);
  const count = (isIt: (one: Score) => boolean, among = scores) => `${among.filter(isIt).length}/${among.length}`;
  const verified = broken.length > 0 ? `, verified ${count(({ isVerified }) => isVerified === true, broken)}` : "";
  return `cause ${count(({ isCauseRight }) => isCauseRight)}, fix ${count(({ isFixRight }) => isFixRight)}${verified}`;
}
