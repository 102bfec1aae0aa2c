import { ZodError } from "zod";
import { errorStatus, type Failure, type Success } from "@/lib/platform/contract";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { AppError, errorText, unavailable } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { issuesOf } from "./read-input";
import { invalidInput } from "./refusals";

const RETRY_AFTER_SECONDS = 5;

const headersOf = (requestId: string) => ({ "X-Request-Id": requestId, "Cache-Control": "no-store" });

export function success<T>(data: T, requestId: string, message: string, status: number): Response {
  const body: Success<T> = { success: true, message, data };
  return Response.json(body, { status, headers: headersOf(requestId) });
}

/** Marks an answer that is not an envelope (a stream) like every other. */
export function marked(response: Response, requestId: string): Response {
  response.headers.set("X-Request-Id", requestId);
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  return response;
}

/** Turns anything thrown into an answer, the only place that does. What nobody expected is logged under the request's id and not shown. */
export function failure(thrown: unknown, requestId: string, request: Request): Response {
  const error = refusalOf(thrown);
  if (error.code === "internal" || error.code === "unavailable") {
    const path = new URL(request.url).pathname;
    const stack = error.code === "internal" && thrown instanceof Error ? thrown.stack : undefined;
    logger[error.code === "internal" ? "error" : "warn"](
      { requestId, method: request.method, path, error: errorText(thrown), stack },
      error.code === "internal" ? "A request failed for a reason that nobody expected" : "A request was turned away",
    );
  }
  const body: Failure = { success: false, error: error.message, details: error.details, request_id: requestId };
  const headers = new Headers(headersOf(requestId));
  // What may have been done must not be repeated by a client that only follows the header.
  if ((error.code === "unavailable" && !error.details.may_have_been_done) || error.code === "limited") {
    const wait = error.details.retry_after_seconds;
    headers.set("Retry-After", String(typeof wait === "number" ? wait : RETRY_AFTER_SECONDS));
  }
  if (error.code === "unauthorized") headers.set("WWW-Authenticate", 'Bearer realm="nightshift"');
  return Response.json(body, { status: errorStatus[error.code], headers });
}

function refusalOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof ZodError) return invalidInput(issuesOf(thrown));
  if (isDatabaseDown(thrown)) return unavailable("The database cannot be reached right now; try again in a moment");
  return new AppError("internal", "Something went wrong on our side; the request id leads to it in the log");
}
