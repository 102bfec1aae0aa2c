import { systemCtx } from "@/lib/auth";
import type { DomainEvent } from "@/lib/events/contract";
import { getIncident } from "@/lib/incidents";
import { presentService } from "@/lib/monitoring";
import { AppError, errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { organizationMetrics } from "@/lib/realtime";
import { getProposal } from "@/lib/remediation";
import { type Io, roomOf } from "./io";

/** Somebody may be waiting for these; the rest follows. */
const urgent: ReadonlySet<DomainEvent["type"]> = new Set(["incident.changed", "proposal.changed"]);
/** After these the organization may look another as a whole. */
const counted: ReadonlySet<DomainEvent["type"]> = new Set(["incident.changed", "service.changed"]);

/** Sends what changed to the organization's browsers: events carry ids, sockets carry views, read once however many listen. */
export async function tellOrganization(io: Io, events: DomainEvent[]): Promise<void> {
  // Several changes of one thing in a batch are one view; nobody connected here means that nothing needs to be read.
  const subjects = new Map(
    events
      .filter((event) => io.of("/").adapter.rooms.has(roomOf(event.organizationId)))
      .map((event) => [`${event.type} ${event.subjectId}`, event]),
  );
  const all = [...subjects.values()];
  const tell = (some: DomainEvent[]) => Promise.all(some.map((event) => telling(event.type, tellOne(io, event))));
  await tell(all.filter(({ type }) => urgent.has(type)));
  await tell(all.filter(({ type }) => !urgent.has(type)));
  const changed = new Set(all.filter(({ type }) => counted.has(type)).map(({ organizationId }) => organizationId));
  await Promise.all([...changed].map((id) => telling("metrics", tellMetrics(io, id))));
}

async function telling(what: string, told: Promise<void>): Promise<void> {
  try {
    await told;
  } catch (error) {
    // Deleted meanwhile: there is nothing to show.
    if (error instanceof AppError && error.code === "not_found") return;
    logger.warn({ type: what, error: errorText(error) }, "A change could not be told");
  }
}

const tellMetrics = async (io: Io, organizationId: string): Promise<void> => {
  const metrics = await organizationMetrics(systemCtx(organizationId, "realtime"));
  io.to(roomOf(organizationId)).emit("metrics", metrics);
};

async function tellOne(io: Io, event: DomainEvent): Promise<void> {
  const ctx = systemCtx(event.organizationId, "realtime");
  const room = io.to(roomOf(event.organizationId));
  switch (event.type) {
    case "incident.changed":
      room.emit("incident:changed", await getIncident(ctx, event.subjectId));
      return;
    case "service.changed": {
      const service = await presentService(ctx, event.subjectId);
      if (service) room.emit("service:health", service);
      return;
    }
    case "proposal.changed":
      room.emit("proposal:changed", await getProposal(ctx, event.subjectId));
      return;
    case "integration.changed":
      room.emit("integration:changed", { id: event.subjectId });
      return;
    case "maintenance.changed":
      room.emit("maintenance:changed", { id: event.subjectId });
      return;
    case "settings.changed":
      room.emit("settings:changed");
      return;
    case "diagnosis.changed":
      room.emit("diagnosis:changed", { incident_id: event.subjectId });
      return;
    case "execution.changed":
    case "access.changed":
      // Followers are told by their feed; whoever may not listen any more has been shown out.
      return;
  }
}
