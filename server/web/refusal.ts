import type { IncomingMessage, ServerResponse } from "node:http";
import { requestIdFrom } from "@/lib/platform/request-id";

// What is refused before Next sees it, because Next would answer it with a bare text or with nothing.

type Refusal = { status: 400 | 405 | 421 | 500 | 503; error: string };

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export const requestIdOf = (request: IncomingMessage): string => requestIdFrom(request.headers["x-request-id"]);

/** Why this request goes no further, or null. */
export function refusalOf(request: IncomingMessage, isStarted: boolean): Refusal | null {
  if (!isStarted) return { status: 503, error: "Nightshift is starting; try again in a moment" };
  if (!METHODS.includes(request.method ?? "")) {
    return { status: 405, error: `${request.method} is not known here; it takes ${METHODS.join(", ")}` };
  }
  return isDecodable(request.url ?? "/")
    ? null
    : { status: 400, error: "The address holds a percent sign that is not followed by a valid code" };
}

/** Answers with the envelope of the API. */
export function refuse(response: ServerResponse, requestId: string, { status, error }: Refusal): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...(status === 405 && { allow: METHODS.join(", ") }),
    ...(status === 503 && { "retry-after": "1" }),
  });
  response.end(JSON.stringify({ success: false, error, details: {}, request_id: requestId }));
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
