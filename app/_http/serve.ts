import type { z } from "zod";
import { type Endpoint, type Method, methods, type ParamsOf, type Stream } from "@/lib/api";
import type { Ctx } from "@/lib/auth";
import { scopeIncludes } from "@/lib/auth/contract";
import { takeCall } from "@/lib/calls";
import { clock } from "@/lib/platform/clock";
import type { Failure } from "@/lib/platform/contract";
import { forbidden, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { noteCall } from "@/lib/security";
import { failure, marked, success } from "./answers";
import { identifyCaller } from "./identify-caller";
import { tellLimits } from "./limits";
import { idempotencyKeyOf, onlyOnce } from "./only-once";
import { readBody, readQuery } from "./read-input";
import { requestIdOf } from "./request-id";
import { unstorableText } from "./unstorable";

type Params = Record<string, string>;
export type RouteHandler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** What a call says, checked by its endpoint's definition. */
export type Call<Path extends string, Query extends z.ZodType, Body extends z.ZodType> = {
  params: ParamsOf<Path>;
  query: z.output<Query>;
  body: z.output<Body>;
  request: Request;
};

/** What a verb returns: what the endpoint says it answers, or a response of its own (a stream). */
type Answered<A extends z.ZodType | Stream> = Response | (A extends z.ZodType ? z.output<A> : never);

export type Binding = { endpoint: Endpoint; handler: RouteHandler };

/** Binds an endpoint to the verb that answers it. A call with an Idempotency-Key is carried out once. */
export function on<P extends string, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType | Stream>(
  endpoint: Endpoint<P, Q, B, A>,
  verb: (ctx: Ctx, call: Call<P, Q, B>) => Answered<A> | Promise<Answered<A>>,
): Binding {
  return bind(endpoint, async ({ request, requestId, headers, calledBy, read }) => {
    const ctx = await identifyCaller(request, requestId);
    calledBy(ctx);
    tellLimits(await takeCall(ctx, { isReading: endpoint.method === "GET" }), headers);
    requireScope(ctx, endpoint.scope);
    const key = idempotencyKeyOf(request);
    const { said, raw } = await read();
    const answer = () => verb(ctx, said as Call<P, Q, B>);
    if (key === null) return answer();
    return onlyOnce(ctx, { request, key, body: raw }, () => answered(endpoint, request, requestId, answer));
  });
}

/** Like `on`, for an endpoint that asks nobody who they are. */
export function onOpen<P extends string, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType | Stream>(
  endpoint: Endpoint<P, Q, B, A> & { scope: "anyone" },
  verb: (call: Call<P, Q, B>, requestId: string) => Answered<A> | Promise<Answered<A>>,
): Binding {
  return bind(endpoint, async ({ requestId, read }) => verb((await read()).said as Call<P, Q, B>, requestId));
}

type AnyCall = { params: Params; query: unknown; body: unknown; request: Request };

type Asked = {
  request: Request;
  requestId: string;
  /** What goes onto the answer, whatever it will be. */
  headers: Headers;
  /** Told as soon as it is known who calls, so that the call can be written down. */
  calledBy: (ctx: Ctx) => void;
  /** What the call says, checked, and its body as it was sent. */
  read: () => Promise<{ said: AnyCall; raw: unknown }>;
};

function bind(endpoint: Endpoint, answer: (asked: Asked) => unknown): Binding {
  const handler: RouteHandler = async (request, context) => {
    const requestId = requestIdOf(request);
    const headers = new Headers();
    const startedAt = clock.now();
    let caller: Ctx | null = null;
    const calledBy = (ctx: Ctx) => {
      caller = ctx;
    };
    const read: Asked["read"] = async () => {
      const params: Params = (await context.params) ?? {};
      // Nothing has such a name, and Postgres could not even be asked.
      if (unstorableText(params).length > 0 || (params.id !== undefined && !isId(params.id)))
        throw notFound("What this address names");
      const query = endpoint.query ? readQuery(endpoint.query, request) : undefined;
      const { raw, body } = endpoint.body ? await readBody(endpoint.body, request) : {};
      return { said: { params, query, body, request }, raw };
    };
    const response = await answered(endpoint, request, requestId, () =>
      answer({ request, requestId, headers, calledBy, read }),
    );
    for (const [name, value] of headers) response.headers.set(name, value);
    if (caller) {
      const { method, path: route } = endpoint;
      const durationMs = clock.now().getTime() - startedAt.getTime();
      noteCall(caller, {
        method,
        route,
        params: (await context.params) ?? {},
        status: response.status,
        startedAt,
        durationMs,
      });
    }
    return response;
  };
  return { endpoint, handler };
}

/** What `work` returns or throws, as an answer. */
async function answered(endpoint: Endpoint, request: Request, requestId: string, work: () => unknown) {
  try {
    const data = await work();
    if (data instanceof Response) return marked(data, requestId);
    return success(data ?? null, requestId, endpoint.message, endpoint.status);
  } catch (error) {
    return failure(error, requestId, request);
  }
}

/** Before anything that the call says is looked at. */
function requireScope({ actor, scope }: Ctx, needed: Endpoint["scope"]): void {
  if (actor.kind !== "apiKey" || needed === "anyone") return;
  if (needed === "person") throw forbidden("Only a person who is signed in can do this; an API key cannot");
  if (scope === null || !scopeIncludes(scope, needed))
    throw forbidden(`This needs an API key with the scope ${needed}; this one has the scope ${scope}`);
}

/**
 * All methods of one address: the endpoints given, and for each other method a 405 in the envelope that says what is allowed. (Next
 * would answer it with an empty body.)
 */
export function serve(...bindings: Binding[]): Record<Method | "OPTIONS", RouteHandler> {
  const names = bindings.map(({ endpoint }) => endpoint.method);
  const allow = [...names, ...(names.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: RouteHandler = async (request) => {
    const requestId = requestIdOf(request);
    const body: Failure = {
      success: false,
      error: `This address does not take ${request.method}; it takes ${names.join(", ")}`,
      details: { allow: names },
      request_id: requestId,
    };
    const headers = { Allow: allow, "X-Request-Id": requestId, "Cache-Control": "no-store" };
    return Response.json(body, { status: 405, headers });
  };
  const options: RouteHandler = async () => new Response(null, { status: 204, headers: { Allow: allow } });
  const handlers = Object.fromEntries(methods.map((method) => [method, refuse])) as Record<Method, RouteHandler>;
  for (const { endpoint, handler } of bindings) handlers[endpoint.method] = handler;
  return { ...handlers, OPTIONS: options };
}

/** For every address of the API that does not exist. */
export const nowhere = async (request: Request): Promise<Response> =>
  failure(notFound(`The address ${new URL(request.url).pathname}`), requestIdOf(request), request);
