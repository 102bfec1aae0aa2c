import { proveBySignature } from "../signature";
import type { Source } from "../source";
import { deliveryKeyOf } from "../texts";
import { eventIdOf, read } from "./read";

/** PagerDuty's V3 webhooks: https://developer.pagerduty.com/docs/webhooks-overview. */
export const pagerduty: Source = {
  name: "pagerduty",
  // https://developer.pagerduty.com/docs/webhooks-behavior
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove: ({ headers, body }, { secrets }) =>
    proveBySignature(headers["x-pagerduty-signature"], body, { secrets, headerName: "X-PagerDuty-Signature" }),
  // The same at every retry; the event's own id stays the same too, where something in between drops headers.
  deliveryKey: ({ headers, body }) => deliveryKeyOf(headers["x-webhook-id"]) ?? eventIdOf(body),
  read,
};
