import type { Setup } from "./setup";

/** https://developer.pagerduty.com/docs/send-alert-event */
export const eventsV2: Setup = ({ address, base, key }) => [
  {
    text: "In whatever sends events to PagerDuty, replace the host https://events.pagerduty.com by this one. The path /v2/enqueue stays.",
    paste: base,
  },
  { text: "Use this routing key (some tools call it integration key).", paste: key },
  {
    text: "Try it: this opens an incident. The same with the event_action resolve ends it.",
    paste: `curl -sS -X POST '${address}' \\
  -H 'Content-Type: application/json' \\
  -d '{"routing_key":"${key}","event_action":"trigger","dedup_key":"nightshift-setup","payload":{"summary":"A first event","source":"setup","severity":"info"}}'`,
  },
];
