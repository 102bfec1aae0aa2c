import type { Source } from "../source";
import { DEDUP_KEY_HEADER } from "./dedup-key-header";
import { read } from "./read";

/** What PagerDuty's Events API v2 takes: https://developer.pagerduty.com/docs/send-alert-event. */
export const eventsV2: Source = {
  name: "events-v2",
  mostBytes: 512 * 1_024,
  keptHeaders: [DEDUP_KEY_HEADER],
  // Whoever knows the routing key, which is the key of the address, may send: there is nothing else to prove.
  prove: () => ({ isProven: true }),
  deliveryKey: () => null,
  read,
};
