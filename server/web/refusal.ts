import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "@/lib/platform/ids";

// What is refused before Next sees it, because Next would answer it with a bare text or with nothing.

type Refusal = { status: 400 | 405 | 421 | 500 | 503; error: string };

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const SANE_ID = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own X-Request-Id when it is sane, so that one id runs through both logs; else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && SANE_ID.test(given) ? given : newId();
}

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
