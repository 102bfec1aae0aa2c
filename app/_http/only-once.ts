import type { Ctx } from "@/lib/auth";
import { type KeptAnswer, once } from "@/lib/calls";
import { invalidInput } from "./refusals";

const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/** The Idempotency-Key of a call that changes something, or null. Throws `invalid` when it cannot be one. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null || request.method === "GET" || request.method === "HEAD") return null;
  if (!PRINTABLE.test(key))
    throw invalidInput([{ path: "Idempotency-Key", message: "must be 1 to 200 printable ASCII characters" }]);
  return key;
}

type SentCall = { request: Request; key: string; body: unknown };

/** Answers a call that came with an Idempotency-Key: by `respond` the first time, then with the same status and body again. */
export async function onlyOnce(
  ctx: Ctx,
  { request, key, body }: SentCall,
  respond: () => Promise<Response>,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const call = { key, method: request.method, path: pathname + search, body: body ?? null };
  let first: Response | undefined;
  const { answer } = await once(ctx, call, async () => {
    first = await respond();
    return keptOf(first);
  });
  return first ?? replayOf(answer);
}

const keptOf = async (response: Response): Promise<KeptAnswer> => ({
  status: response.status,
  contentType: response.headers.get("content-type") ?? "application/octet-stream",
  body: await response.clone().text(),
});

const replayOf = ({ status, contentType, body }: KeptAnswer): Response =>
  new Response(body, { status, headers: { "Content-Type": contentType, "Idempotency-Replayed": "true" } });
