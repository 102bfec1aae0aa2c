import Anthropic from "@anthropic-ai/sdk";
import type { Message, MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import type { Claude } from "./claude";
import { type Usage, usageOf } from "./usage";

export type Question = Omit<MessageCreateParamsNonStreaming, "model" | "stream">;
/** An answer to the end, or why there is none, in words for people. */
export type Heard = { message: Message } | { problem: string };

export type Listening = {
  /** For the answer with all its tries. */
  withinMs: number;
  /** Called with what each try used, whether it came to its end or not, and with the answer when it did. */
  onUsage(usage: Usage, outcome: string, message: Message | null): Promise<void>;
  /** Called now and then while an answer comes. */
  onAlive(): void;
};

/** Who says nothing for so long has hung up without saying so. */
const SILENCE_MS = 45_000;
const ALIVE_EVERY_MS = 5_000;
const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/**
 * Asks Claude and reads the answer as it streams. What failed before an answer began, the SDK tries again (connection, 408, 409, 429, 5xx);
 * an answer that broke off, fell silent or made no sense is asked for again here, because nothing has been done with it yet.
 */
export async function hear({ client, model }: Claude, question: Question, listening: Listening): Promise<Heard> {
  const until = clock.now().getTime() + listening.withinMs;
  for (let tries = 1; ; tries++) {
    const leftMs = until - clock.now().getTime();
    if (leftMs <= 0) return { problem: "Claude did not answer in time" };
    const heard = await once(client, { ...question, model }, leftMs, listening);
    if ("message" in heard || !heard.mayPass || tries === TRIES) return heard;
    await clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), Math.max(until - clock.now().getTime(), 0)));
  }
}

async function once(
  client: Anthropic,
  question: MessageCreateParamsNonStreaming,
  leftMs: number,
  { onUsage, onAlive }: Listening,
): Promise<{ message: Message } | { problem: string; mayPass: boolean }> {
  const stop = new AbortController();
  let heardAt = clock.now().getTime();
  const stream = client.messages.stream(question, { signal: stop.signal, timeout: leftMs });
  stream.on("streamEvent", () => {
    heardAt = clock.now().getTime();
    onAlive();
  });
  const over = new AbortController();
  const silence = (async () => {
    const began = heardAt;
    for (;;) {
      const now = clock.now().getTime();
      const waitMs = Math.min(heardAt + SILENCE_MS, began + leftMs) - now;
      if (waitMs <= 0) return;
      // Whoever waits is alive, also while the SDK tries again and nothing comes.
      onAlive();
      await clock.sleep(Math.min(waitMs, ALIVE_EVERY_MS), over.signal);
    }
  })().then(
    () => stop.abort(),
    // It came to an end before.
    () => {},
  );
  try {
    const message = await stream.finalMessage();
    await onUsage(usageOf(message.usage), message.stop_reason ?? "unknown", message);
    return { message };
  } catch (error) {
    // What came until then is charged as well.
    if (stream.currentMessage) await onUsage(usageOf(stream.currentMessage.usage), "broken", null);
    return problemOf(error, question.model);
  } finally {
    over.abort();
    await silence;
  }
}

function problemOf(error: unknown, model: string): { problem: string; mayPass: boolean } {
  if (error instanceof Anthropic.APIUserAbortError) return { problem: "Claude stopped answering", mayPass: true };
  if (error instanceof Anthropic.APIConnectionTimeoutError)
    return { problem: "Claude did not answer in time", mayPass: false };
  if (error instanceof Anthropic.APIConnectionError)
    return { problem: "Claude's API could not be reached", mayPass: false };
  if (error instanceof Anthropic.APIError) {
    const said = redact(error.apiMessage ?? "").slice(0, 300);
    switch (error.status) {
      case 401:
      case 403:
        return final(`Claude's API refuses the key (${error.status}); check ANTHROPIC_API_KEY`);
      case 404:
        return final(`Claude's API knows no model ${model} (404); check NIGHTSHIFT_MODEL`);
      case 413:
        return final("The investigation had grown too large for Claude's API (413)");
      case 429:
        return final("Claude's API refuses more for now: a limit of the account is reached (429)");
      case undefined:
        // An error in the middle of a stream.
        return { problem: `Claude's answer broke off${said && `: ${said}`}`, mayPass: true };
      default:
        return final(`Claude's API answered ${error.status}${said && `: ${said}`}`);
    }
  }
  return { problem: `Claude's answer broke off: ${redact(errorText(error)).slice(0, 300)}`, mayPass: true };
}

const final = (problem: string) => ({ problem, mayPass: false });
