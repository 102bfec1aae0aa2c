import { readFile } from "node:fs/promises";
import { z } from "zod";
import { judgeAgain, replayInvestigation, type Told } from "@/lib/diagnosis";
import { Transcript } from "@/lib/diagnosis/contract";
import { AppError } from "@/lib/platform/errors";
import { startMessagesApi } from "./messages-api";

const USAGE = `Usage: npm run investigate -- --replay FILE   plays an investigation by Claude again
       npm run investigate -- --rules FILE    has the rules of this version judge what was seen`;

type Say = (line: string) => void;

/**
 * Plays a transcript to the real client, or has the rules judge it again, and tells what happens, a line each. Answers with the exit code:
 * 0 when it ends as it did then, 1 when not, 2 when there is nothing to play.
 */
export async function main(args: string[], say: Say = console.log): Promise<number> {
  const [flag, file, ...more] = args;
  if ((flag !== "--replay" && flag !== "--rules") || !file || more.length > 0) {
    say(USAGE);
    return 2;
  }
  const transcript = await read(file, say);
  if (!transcript) return 2;
  try {
    return flag === "--rules" ? judge(transcript, say) : await replay(transcript, say);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(error.message);
    return 2;
  }
}

async function read(file: string, say: Say): Promise<Transcript | null> {
  try {
    const json: unknown = JSON.parse(await readFile(file, "utf8"));
    // As the API answers it, or the bare thing.
    const wrapped = z.object({ data: z.unknown() }).safeParse(json);
    return Transcript.parse(wrapped.success ? wrapped.data.data : json);
  } catch (error) {
    const why = error instanceof z.ZodError ? `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}` : error;
    say(`${file} is no transcript of a diagnosis (${why})`);
    return null;
  }
}

const titleOf = ({ incident: { number, severity, title }, service }: Transcript): string =>
  `#${number} ${severity}: ${title}${service ? ` (${service.name}, ${service.kind})` : ""}`;

function judge(transcript: Transcript, say: Say): number {
  const { origin, expected, by_rules: then } = transcript;
  say(`${origin}. Nothing is looked at now: the rules of this version judge what was seen then.`);
  say(titleOf(transcript));
  const { now, differences } = judgeAgain(transcript);
  for (const { verdict, fault, confidence, statement } of now.hypotheses)
    say(`  ${verdict.padEnd(9)} ${fault} (${Math.round(confidence * 100)} %): ${statement}`);
  say(`\n${now.state}: ${now.rootCause?.statement ?? now.summary}`);
  if (differences.length === 0) say(`As then: ${then?.fault ?? then?.state}`);
  for (const difference of differences) say(difference);
  if (!expected) return differences.length === 0 ? 0 : 1;
  const isRight = expected.state === now.state && expected.fault === (now.rootCause?.fault ?? null);
  say(`${isRight ? "As expected" : "Not as expected, which is"}: ${expected.fault ?? expected.state}`);
  return isRight ? 0 : 1;
}

async function replay(transcript: Transcript, say: Say): Promise<number> {
  const { origin, answers } = transcript;
  if (answers.length === 0) {
    say("Claude did not investigate here. The rules can judge it again: --rules");
    return 2;
  }
  say(`${origin}. Nothing is looked at now, and no model speaks: both are played from the file.`);
  say(titleOf(transcript));
  let hasRunOut = false;
  const api = await startMessagesApi((_, count) => {
    const answer = answers[count];
    if (!answer) {
      hasRunOut = true;
      return { status: 400, type: "invalid_request_error", message: "the transcript ends here" };
    }
    return { content: answer.content, stop: answer.stop, usage: answer.usage };
  });
  try {
    const outcome = await replayInvestigation(transcript, api.url, tell(say));
    say(`\n${outcome.state}: ${outcome.rootCause?.statement ?? outcome.summary}`);
    const then = transcript.outcome.fault ?? transcript.outcome.state;
    const now = outcome.rootCause?.fault ?? outcome.state;
    say(then === now ? `As then: ${now}` : `Then it was ${then}, now it is ${now}`);
    return then === now ? 0 : 1;
  } catch (error) {
    const why = hasRunOut
      ? `the file ends before the investigation does (answers in it: ${answers.length}). It is damaged, or this version asks otherwise`
      : error instanceof Error
        ? error.message
        : error;
    say(`It could not be played to its end: ${why}`);
    return 1;
  } finally {
    await api.close();
  }
}

const tell =
  (say: Say): Told =>
  ({ kind, text, tool }, found) => {
    if (kind === "look") say(`  looks    ${tool}: ${text}${found ? ` [${found.number}]` : ""}`);
    else
      say(
        `  ${{ thought: "thinks", hypothesis: "supposes", judgement: "judges", notice: "notice" }[kind].padEnd(9)}${text}`,
      );
  };
