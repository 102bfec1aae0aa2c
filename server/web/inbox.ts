import type { IncomingMessage, ServerResponse } from "node:http";
import { hearBeat, receive, receiveEvent } from "@/lib/alerts";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { ADDRESS_HEADER } from "./caller-address";
import { readWebhookBody } from "./read-webhook-body";

// Webhooks are answered before Next: a route handler there costs some thirty times as much, and alerts come by the thousand.

const KB = 1_024;
const MOST_BYTES = 256 * KB;
// What PagerDuty's Events API v2 takes.
const MOST_EVENT_BYTES = 512 * KB;

const EVENTS = "/v2/enqueue";
const CHANGES = "/v2/change/enqueue";
const STATUS = "/webhook/pagerduty/status";
const WEBHOOK = /^\/webhook\/([a-z0-9-]{1,40})(?:\/([a-z0-9]{1,64}))?\/?$/;
/** Carries out something as a person or API key, so Next answers it. */
const TEST = "/webhook/pagerduty/test";

type Answer = { status: number; body: object; headers?: Record<string, string> };

const pathOf = (url: string): string => url.split("?")[0] ?? "/";

/** Whether `answerInbox` answers here: `/webhook`, `/v2` and all below them. */
export function isInboxAddress(url: string): boolean {
  const path = pathOf(url);
  return path !== TEST && /^\/(webhook|v2)(\/|$)/.test(path);
}

/** Answers `/webhook`, `/v2` and all below them. Returns false for every other address. */
export function answerInbox(request: IncomingMessage, response: ServerResponse, requestId: string): boolean {
  if (!isInboxAddress(request.url ?? "/")) return false;
  const path = pathOf(request.url ?? "/");
  answerTo(request, path === `${EVENTS}/` ? EVENTS : path, requestId).then(
    (answer) => answer && send(request, response, requestId, answer),
    (error: unknown) => {
      logger.error({ error: errorText(error), requestId }, "A webhook could not be answered");
      send(request, response, requestId, failure(503, "It could not be taken in; try again in a moment", 2));
    },
  );
  return true;
}

async function answerTo(request: IncomingMessage, path: string, requestId: string): Promise<Answer | null> {
  const [, source, key = null] = WEBHOOK.exec(path) ?? [];
  if (path === STATUS)
    return request.method === "GET" || request.method === "HEAD"
      ? success("Alerts are taken in here", { status: "ready" })
      : notAllowed("GET");
  if (source === "heartbeat") {
    if (!["GET", "HEAD", "POST"].includes(request.method ?? "")) return notAllowed("GET, HEAD, POST");
    request.resume();
    return outcomeOf(
      key === null ? { status: 404, error: "A heartbeat's address ends in its key" } : await hearBeat(key),
    );
  }
  if (path === CHANGES) return failure(404, `Change events are not taken here; send alerts to ${EVENTS}`);
  if (path !== EVENTS && source === undefined) return failure(404, "There is no integration at this address");
  if (request.method !== "POST") return notAllowed("POST");
  const read = await readWebhookBody(request, path === EVENTS ? MOST_EVENT_BYTES : MOST_BYTES);
  if (read === "gone") return null;
  if ("status" in read) return failure(read.status, read.error, read.status === 503 ? 2 : undefined);
  const sent = { headers: headersOf(request), body: read.body, address: addressOf(request), requestId };
  if (source !== undefined) return outcomeOf(await receive({ ...sent, source, key }));
  const { status, body, retryAfterS } = await receiveEvent(sent);
  return { status, body, headers: retryAfter(retryAfterS) };
}

type Outcome = Awaited<ReturnType<typeof receive>>;

function outcomeOf(outcome: Outcome): Answer {
  if (outcome.status === 202)
    return { ...success(outcome.isNew ? "Taken in" : "Taken in before", { is_new: outcome.isNew }), status: 202 };
  return failure(outcome.status, outcome.error, "retryAfterS" in outcome ? outcome.retryAfterS : undefined);
}

const success = (message: string, data: object): Answer => ({ status: 200, body: { success: true, message, data } });
const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { "retry-after": String(seconds) };
const failure = (status: number, error: string, retryAfterS?: number): Answer => ({
  status,
  body: { success: false, error, details: {} },
  headers: retryAfter(retryAfterS),
});
const notAllowed = (methods: string): Answer => ({
  ...failure(405, `This address takes ${methods}`),
  headers: { allow: methods },
});

function send(request: IncomingMessage, response: ServerResponse, requestId: string, answer: Answer): void {
  const { status, body, headers } = answer;
  const isFailure = "success" in body && body.success === false;
  const text = JSON.stringify(isFailure ? { ...body, request_id: requestId } : body);
  // What is left of a body that was refused would be taken for the next request.
  const isHalfRead = !request.complete;
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
    ...(isHalfRead && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return headers;
}

function addressOf(request: IncomingMessage): string | null {
  const address = request.headers[ADDRESS_HEADER];
  return typeof address === "string" ? address : null;
}
