import { eventStream, type StreamMessage } from "@/app/_http/event-stream";
import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { getExecution, listExecutionEvents } from "@/lib/remediation";
import { isFinal } from "@/lib/remediation/contract";

const POLL_MS = 250;
const QUIET_MS = 15_000;

/**
 * Sends an execution's events after `after` as they are written, each under its `seq` as id, and when the execution is final a last
 * message `end` with its state.
 */
export const followExecution = (ctx: Ctx, request: Request, id: string, after: number): Response =>
  eventStream(ctx, request, (signal) => follow(ctx, id, after, signal));

async function* follow(ctx: Ctx, id: string, after: number, signal: AbortSignal): AsyncGenerator<StreamMessage> {
  let seq = after;
  let quietSince = clock.now().getTime();
  // At once, so that the reader knows that somebody listens.
  yield null;
  while (!signal.aborted) {
    // The state first: events that were written before it became final are then all there to be read.
    const execution = await getExecution(ctx, id);
    const events = await listExecutionEvents(ctx, id, seq);
    for (const event of events) {
      yield { id: event.seq, data: event };
      seq = event.seq;
    }
    if (events.length > 0) {
      quietSince = clock.now().getTime();
      continue;
    }
    if (isFinal(execution.state)) {
      yield { event: "end", data: execution };
      return;
    }
    if (clock.now().getTime() - quietSince >= QUIET_MS) {
      yield null;
      quietSince = clock.now().getTime();
    }
    await clock.sleep(POLL_MS, signal).catch(() => {
      // Aborted: the client left, and the loop's condition ends the stream.
    });
  }
}
