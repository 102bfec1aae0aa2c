import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { errorText, forbidden } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { identifyCaller } from "./identify-caller";
import { requestIdOf } from "./request-id";

const ASK_EVERY_MS = 1_000;

/** One message (`event` is `message` unless it says otherwise) of a `text/event-stream`, or null for a comment that keeps proxies from closing a quiet connection. */
export type StreamMessage = { id?: number; event?: string; data: unknown } | null;

/**
 * Sends messages as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) until they end or the client
 * leaves, or is not `ctx` any more: whose key or session ended, or went to another organization, hears nothing a second later. `follow` gets
 * a signal that is aborted then, and must return soon after.
 */
export function eventStream(
  ctx: Ctx,
  request: Request,
  follow: (signal: AbortSignal) => AsyncIterable<StreamMessage>,
): Response {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const messages = follow(signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let askedAt = clock.now().getTime();
  const askAgain = async () => {
    const now = clock.now().getTime();
    if (now - askedAt < ASK_EVERY_MS) return;
    const { organizationId, actor, ...rest } = await identifyCaller(request, requestIdOf(request));
    if (organizationId !== ctx.organizationId || actor.id !== ctx.actor.id)
      throw forbidden("The session is in another organization by now");
    require({ organizationId, actor, ...rest }, "read");
    askedAt = now;
  };
  const body = new ReadableStream<Uint8Array>({
    // Pulled, so that a client who reads slowly holds back the queries too.
    async pull(controller) {
      try {
        const { done, value } = await messages.next();
        if (done || signal.aborted) return controller.close();
        await askAgain();
        controller.enqueue(encoder.encode(value === null ? ": still here\n\n" : frame(value)));
      } catch (error) {
        if (!signal.aborted)
          logger.warn({ error: errorText(error) }, "An event stream broke off; its reader comes back");
        left.abort();
        controller.close();
      }
    },
    cancel: () => left.abort(),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression, which would hold events back, away from it; the last one says the same to nginx.
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

const frame = ({ id, event, data }: NonNullable<StreamMessage>): string =>
  [...(id === undefined ? [] : [`id: ${id}`]), ...(event ? [`event: ${event}`] : []), `data: ${JSON.stringify(data)}`]
    .join("\n")
    .concat("\n\n");
