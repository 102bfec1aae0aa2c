import type { Role } from "../auth/contract";
import type { IncidentSummary } from "../incidents/contract";
import type { ServiceView } from "../monitoring/contract";
import type { ExecutionEvent, ExecutionView, ProposalView } from "../remediation/contract";

/** The answer to `execution:follow`: what the execution is now, or why it cannot be followed. Events come as `execution:event`. */
export type FollowAnswer = { ok: true; execution: ExecutionView } | { ok: false; error: string };

export type ClientEvents = {
  /** Sends every event after `after`, then follows. Ask again after a reconnect, from the last `seq` that arrived. */
  "execution:follow": (request: { executionId: string; after: number }, answer: (result: FollowAnswer) => void) => void;
  "execution:unfollow": (request: { executionId: string }) => void;
};

export type ServerEvents = {
  "incident:changed": (incident: IncidentSummary) => void;
  "service:health": (service: ServiceView) => void;
  /** Its settings, what it received or how it is doing: whoever shows it reads it again. */
  "integration:changed": (integration: { id: string }) => void;
  /** A maintenance window was planned, changed or cancelled. */
  "maintenance:changed": (window: { id: string }) => void;
  /** Settings of the organization: whoever shows them reads them again. */
  "settings:changed": () => void;
  /** The investigation of this incident made a step: whoever shows it reads it again. */
  "diagnosis:changed": (diagnosis: { incident_id: string }) => void;
  "proposal:changed": (proposal: ProposalView) => void;
  /** One frame: consecutive events, oldest first, at most 20 frames a second. `execution` is its state after the last of them. */
  "execution:event": (frame: { execution: ExecutionView; events: ExecutionEvent[] }) => void;
  /** What this person may do here; sent on connect, as it may have changed since the page was made, and when it changes. */
  access: (access: { role: Role }) => void;
  /** What the organization looks like as a whole; sent on connect and when it changes. */
  metrics: (metrics: OrganizationMetrics) => void;
};

export type OrganizationMetrics = { open_incidents: number; services: Record<ServiceView["status"], number> };
