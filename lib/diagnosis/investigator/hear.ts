import type {
  ContentBlock,
  Message,
  MessageCreateParamsNonStreaming,
  RawMessageStreamEvent,
} from "@anthropic-ai/sdk/resources/messages";
import { clock } from "@/lib/platform/clock";
import { storable } from "@/lib/platform/storable";
import { attentive } from "./attentive";
import type { Claude } from "./claude";
import { type Problem, problemOf } from "./problem";
import { type Usage, usageOf } from "./usage";

export type Question = Omit<MessageCreateParamsNonStreaming, "model" | "stream">;
/** An answer to the end, or why there is none, in words for people. */
export type Heard = { message: Message } | { problem: string };

export type Listening = {
  /** For the answer with all its tries. */
  withinMs: number;
  /** Called with what each try used, whether it came to its end or not, and with the answer when it did. */
  onUsage(usage: Usage, outcome: string, message: Message | null): Promise<void>;
  /** Called now and then while an answer comes or is waited for. */
  onAlive(): void;
  /** Nobody listens any more: the answer is broken off, and the signal's reason thrown. */
  signal: AbortSignal;
};

/** Who says nothing for so long has hung up without saying so. */
const SILENCE_MS = 45_000;
const ALIVE_EVERY_MS = 5_000;
const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;
/** Fewer than there are in most tokens: of an answer that broke off, rather too much is booked than too little. */
const CHARS_PER_TOKEN = 3;

/**
 * Asks Claude and reads the answer as it streams. What may pass is tried again: nothing has been done with an answer that was refused, broke
 * off, fell silent or made no sense. Who is to come back later than anybody waits for need not wait at all.
 */
export async function hear({ client, model }: Claude, question: Question, listening: Listening): Promise<Heard> {
  const until = clock.now().getTime() + listening.withinMs;
  const leftMs = () => until - clock.now().getTime();
  for (let tries = 1; ; tries++) {
    const heard = await once(client, { ...question, model }, leftMs(), listening);
    if ("message" in heard) return heard;
    const pauseMs = heard.afterMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1);
    if (!heard.mayPass || tries === TRIES || pauseMs >= leftMs()) return { problem: heard.problem };
    await pause(pauseMs, listening);
  }
}

async function pause(ms: number, { onAlive, signal }: Listening): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= ALIVE_EVERY_MS) {
    onAlive();
    await clock.sleep(Math.min(leftMs, ALIVE_EVERY_MS));
    signal.throwIfAborted();
  }
}

async function once(
  client: Claude["client"],
  question: MessageCreateParamsNonStreaming,
  leftMs: number,
  { onUsage, onAlive, signal }: Listening,
): Promise<{ message: Message } | Problem> {
  const stop = new AbortController();
  const over = new AbortController();
  const began = clock.now().getTime();
  let heardAt = began;
  let soFar: { message: Message; chars: number } | undefined;
  let givenUp: Problem | undefined;
  const fetch = attentive(() => {
    heardAt = clock.now().getTime();
    onAlive();
  });
  const hangUp = () => stop.abort();
  signal.addEventListener("abort", hangUp);
  // The clock says how long is waited; the SDK's own limit must not be earlier.
  const stream = client.withOptions({ fetch }).messages.stream(question, { signal: stop.signal, timeout: leftMs });
  stream.on("streamEvent", (event, message) => {
    soFar = { message, chars: (soFar?.chars ?? 0) + charsIn(event) };
  });
  const watch = (async () => {
    for (;;) {
      const now = clock.now().getTime();
      if (now >= began + leftMs) return { problem: "Claude did not answer in time", mayPass: false };
      if (now >= heardAt + SILENCE_MS) return { problem: "Claude stopped answering", mayPass: true };
      // Whoever waits is alive, also while nothing comes.
      onAlive();
      const waitMs = Math.min(heardAt + SILENCE_MS, began + leftMs) - now;
      await clock.sleep(Math.min(waitMs, ALIVE_EVERY_MS), over.signal);
    }
  })().then(
    (problem) => {
      givenUp = problem;
      stop.abort();
    },
    // It came to an end before.
    () => {},
  );
  let message: Message;
  try {
    message = await stream.finalMessage();
  } catch (error) {
    // What came until then is charged as well.
    if (soFar) await onUsage(atLeast(soFar, question.max_tokens), "broken", null);
    signal.throwIfAborted();
    return givenUp ?? problemOf(error, question.model);
  } finally {
    over.abort();
    signal.removeEventListener("abort", hangUp);
    await watch;
  }
  // Outside of the hearing: that it could not be booked makes no answer a broken one, to be booked and asked for once more.
  if (!isSound(message)) {
    await onUsage(usageOf(message.usage), "broken", null);
    return { problem: "Claude's answer made no sense", mayPass: true };
  }
  const kept = { ...message, content: message.content.map(keepable) };
  await onUsage(usageOf(message.usage), message.stop_reason ?? "unknown", kept);
  return { message: kept };
}

/** How many tokens were said is told at the end, and an answer that broke off has none. */
function atLeast({ message, chars }: { message: Message; chars: number }, most: number): Usage {
  const usage = usageOf(message.usage);
  const guessed = Math.min(Math.ceil(chars / CHARS_PER_TOKEN), most);
  return { ...usage, outputTokens: Math.max(usage.outputTokens, guessed) };
}

function charsIn(event: RawMessageStreamEvent): number {
  if (event.type !== "content_block_delta") return 0;
  const { delta } = event;
  if (delta.type === "text_delta") return delta.text.length;
  if (delta.type === "thinking_delta") return delta.thinking.length;
  return delta.type === "input_json_delta" ? delta.partial_json.length : 0;
}

/** Whether its tool uses can be answered, each by its id and no two as one. The API takes none back that cannot. */
function isSound({ content }: Message): boolean {
  const uses = content.filter((block) => block.type === "tool_use");
  const ids = new Set(uses.map(({ id }) => id));
  return ids.size === uses.length && uses.every(({ input }) => input?.constructor === Object);
}

/** A block as it can be stored. Thinking, and what is not known here, stays as it came: it may be signed. */
const keepable = (block: ContentBlock): ContentBlock =>
  block.type === "text" || block.type === "tool_use" ? storable(block) : block;
