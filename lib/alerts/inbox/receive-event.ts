import { findByKey } from "@/lib/integrations";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { checkEvent } from "../sources/events-v2/check-event";
import { DEDUP_KEY_HEADER } from "../sources/events-v2/dedup-key-header";
import { readJson } from "../sources/read-json";
import { Unreadable } from "../sources/source";
import { type Received, receive, type Sent } from "./receive";

export type EventAnswer = { status: Received["status"] | 400; body: object; retryAfterS?: number };

const refuse = (errors: string[]): EventAnswer => ({
  status: 400,
  body: { status: "invalid event", message: "Event object is invalid", errors },
});

/**
 * What PagerDuty's Events API v2 answers to the same event (https://developer.pagerduty.com/docs/send-alert-event), so that a sender need
 * only change the host: the routing key in the body is the key of the integration. 400 means that trying again is of no use.
 */
export async function receiveEvent(sent: Omit<Sent, "source" | "key">): Promise<EventAnswer> {
  let event: Record<string, unknown>;
  try {
    event = readJson(sent.body);
  } catch (error) {
    if (error instanceof Unreadable) return refuse([error.message]);
    throw error;
  }
  const checked = checkEvent(event);
  if (!checked.ok) return refuse(checked.errors);
  const key = String(event.routing_key);
  try {
    const integration = await findByKey(key);
    if (integration?.source !== "events-v2") return refuse(["'routing_key' belongs to no integration here"]);
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    return { status: 503, body: { status: "try again later" }, retryAfterS: 2 };
  }
  const headers = { ...sent.headers, [DEDUP_KEY_HEADER]: checked.dedupKey };
  const received = await receive({ ...sent, headers, source: "events-v2", key });
  if (received.status === 202)
    return {
      status: 202,
      body: { status: "success", message: "Event processed", dedup_key: checked.dedupKey },
    };
  return {
    status: received.status,
    body: { status: received.status === 503 ? "try again later" : "invalid event", message: received.error },
    ...("retryAfterS" in received && { retryAfterS: received.retryAfterS }),
  };
}
