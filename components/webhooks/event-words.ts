import type { WebhookEvent } from "@/lib/outbound/contract";

/** What each event means, for people who choose among them. */
export const eventWords: Record<WebhookEvent, string> = {
  "incident.triggered": "An incident opens",
  "incident.acknowledged": "Somebody takes it",
  "incident.unacknowledged": "Somebody gives it back",
  "incident.resolved": "It is over",
  "incident.reopened": "It is open again",
  "incident.changed": "Its title, severity or service changes",
  "incident.annotated": "Somebody adds a note",
  "incident.diagnosed": "A diagnosis is there",
  "incident.solution": "A solution is there",
  "incident.proposal": "A fix is proposed",
  "incident.decision": "Somebody decides on a fix",
  "incident.execution": "A fix runs, and how it ended",
  "incident.escalated": "Nightshift gives it back to people",
};
