import type { z } from "zod";
import type { Ctx } from "@/lib/auth";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { failure, marked, success } from "./answers";
import { identifyCaller } from "./identify-caller";
import { readInput } from "./read-input";
import { requestIdOf } from "./request-id";
import { unstorableText } from "./unstorable";

type Params = Record<string, string>;
/** Next hands an address without `[…]` parts a promise of nothing. */
export type RouteHandler<P extends Params> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;
type Options = {
  /** What the envelope says when it went well. */
  message?: string;
  status?: 200 | 201 | 202;
};

/**
 * One route: says who calls, reads what they say, calls one verb, answers in the envelope. `schema` checks the query of a GET and the
 * JSON body of everything else; null when there is nothing to say. A verb's `Response` (a stream) is passed on as it is.
 */
export function handle<S extends z.ZodType, P extends Params>(
  schema: S,
  verb: (ctx: Ctx, input: z.output<S>, params: P, request: Request) => unknown,
  options?: Options,
): RouteHandler<P>;
export function handle<P extends Params>(
  schema: null,
  verb: (ctx: Ctx, input: null, params: P, request: Request) => unknown,
  options?: Options,
): RouteHandler<P>;
export function handle<P extends Params>(
  schema: z.ZodType | null,
  verb: (ctx: Ctx, input: never, params: P, request: Request) => unknown,
  { message = "OK", status = 200 }: Options = {},
): RouteHandler<P> {
  return async (request, context) => {
    const requestId = requestIdOf(request);
    try {
      const ctx = await identifyCaller(request, requestId);
      const params: P = (await context.params) ?? {};
      // Nothing has such a name, and Postgres could not even be asked.
      if (unstorableText(params).length > 0 || (params.id !== undefined && !isId(params.id))) {
        throw notFound("What this address names");
      }
      const input = schema ? await readInput(schema, request) : null;
      const data = await verb(ctx, input as never, params, request);
      return data instanceof Response ? marked(data, requestId) : success(data ?? null, requestId, message, status);
    } catch (error) {
      return failure(error, requestId, request);
    }
  };
}
