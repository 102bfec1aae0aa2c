import type { Failure } from "@/lib/platform/contract";
import { notFound } from "@/lib/platform/errors";
import { failure } from "./answers";
import type { RouteHandler } from "./handle";
import { requestIdOf } from "./request-id";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * All methods of one address: those given, and for each other one a 405 in the envelope that says what is allowed. (Next would answer
 * it with an empty body.)
 */
export function methods<P extends Record<string, string>>(
  given: Partial<Record<Method, RouteHandler<P>>>,
): Record<Method | "OPTIONS", RouteHandler<P>> {
  const names = METHODS.filter((method) => given[method]);
  const allow = [...names, ...(given.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: RouteHandler<P> = async (request) => {
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
  const options: RouteHandler<P> = async () => new Response(null, { status: 204, headers: { Allow: allow } });
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, ...given, OPTIONS: options };
}

/** For every address of the API that does not exist. */
export const nowhere = async (request: Request): Promise<Response> =>
  failure(notFound(`The address ${new URL(request.url).pathname}`), requestIdOf(request), request);
