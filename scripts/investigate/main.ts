import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replayInvestigation, type Told } from "@/lib/diagnosis";
import { Transcript } from "@/lib/diagnosis/contract";
import { startMessagesApi } from "./messages-api";

const USAGE = "Usage: npm run investigate -- --replay FILE";

/** Plays a transcript to the real client and tells what happens, a line each. Answers with the exit code. */
export async function main(args: string[], say: (line: string) => void = console.log): Promise<number> {
  const [flag, file, ...more] = args;
  if (flag !== "--replay" || !file || more.length > 0) {
    say(USAGE);
    return 2;
  }
  const transcript = await read(file, say);
  return transcript ? replay(transcript, say) : 2;
}

async function read(file: string, say: (line: string) => void): Promise<Transcript | null> {
  try {
    const json: unknown = JSON.parse(await readFile(file, "utf8"));
    // As the API answers it, or the bare thing.
    const wrapped = z.object({ data: z.unknown() }).safeParse(json);
    return Transcript.parse(wrapped.success ? wrapped.data.data : json);
  } catch (error) {
    const why = error instanceof z.ZodError ? `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}` : error;
    say(`${file} is no transcript of an investigation (${why})`);
    return null;
  }
}

async function replay(transcript: Transcript, say: (line: string) => void): Promise<number> {
  const { incident, service, origin, answers } = transcript;
  say(`${origin}. Nothing is looked at now, and no model speaks: both are played from the file.`);
  say(
    `#${incident.number} ${incident.severity}: ${incident.title}${service ? ` (${service.name}, ${service.kind})` : ""}`,
  );
  const api = await startMessagesApi((_, count) => {
    const answer = answers[count];
    if (!answer) return { status: 400, type: "invalid_request_error", message: "the transcript ends here" };
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
    say(`It could not be played to its end: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await api.close();
  }
}

const tell =
  (say: (line: string) => void): Told =>
  ({ kind, text, tool }, found) => {
    if (kind === "look") say(`  looks    ${tool}: ${text}${found ? ` [${found.number}]` : ""}`);
    else
      say(
        `  ${{ thought: "thinks", hypothesis: "supposes", judgement: "judges", notice: "notice" }[kind].padEnd(9)}${text}`,
      );
  };
