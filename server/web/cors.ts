import type { IncomingMessage, ServerResponse } from "node:http";

// Pages of other sites may call the API where a setting lists them (https://fetch.spec.whatwg.org/#http-cors-protocol). They come with
// an API key: cookies are never asked for, so a visitor's session is of no use to them.

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const HEADERS = "Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, Last-Event-ID, X-Request-Id";
const SHOWN =
  "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, Content-Disposition, WWW-Authenticate";
const REMEMBERED_S = 600;

/**
 * Lets the pages of listed origins read an answer of the API. Answers a preflight of theirs and returns true; returns false for
 * everything else, which is answered as ever: without these headers a browser keeps the answer from the page that asked.
 */
export function answerCors(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): boolean {
  const path = request.url ?? "/";
  // Signing in is for Nightshift's own pages.
  if (origins.length === 0 || !path.startsWith("/api/") || path.startsWith("/api/auth/")) return false;
  response.setHeader("Vary", "Origin");
  const { origin } = request.headers;
  if (!origin || !origins.includes(origin)) return false;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Expose-Headers", SHOWN);
  if (request.method !== "OPTIONS" || !request.headers["access-control-request-method"]) return false;
  response.writeHead(204, {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": HEADERS,
    "Access-Control-Max-Age": String(REMEMBERED_S),
  });
  response.end();
  return true;
}
