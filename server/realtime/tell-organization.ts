import { systemCtx } from "@/lib/auth";
import type { DomainEvent } from "@/lib/events/contract";
import { getIncident } from "@/lib/incidents";
import { presentService } from "@/lib/monitoring";
import { AppError, errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { organizationMetrics } from "@/lib/realtime";
import { getProposal } from "@/lib/remediation";
import { type Io, roomOf } from "./io";

/** Sends what changed to the organization's browsers: events carry ids, sockets carry views, read once however many listen. */
export async function tellOrganization(io: Io, events: DomainEvent[]): Promise<void> {
  // Several changes of one thing in a batch are one view.
  const subjects = new Map(events.map((event) => [`${event.type} ${event.subjectId}`, event]));
  for (const event of subjects.values()) {
    // Nobody of that organization is connected here: nothing needs to be read.
    if (!io.of("/").adapter.rooms.has(roomOf(event.organizationId))) continue;
    await tellOne(io, event).catch((error) => {
      // Deleted meanwhile: there is nothing to show.
      if (error instanceof AppError && error.code === "not_found") return;
      logger.warn({ type: event.type, error: errorText(error) }, "A change could not be told");
    });
  }
}

async function tellOne(io: Io, event: DomainEvent): Promise<void> {
  const ctx = systemCtx(event.organizationId, "realtime");
  const room = io.to(roomOf(event.organizationId));
  switch (event.type) {
    case "incident.changed":
      room.emit("incident:changed", await getIncident(ctx, event.subjectId));
      room.emit("metrics", await organizationMetrics(ctx));
      return;
    case "service.changed": {
      const service = await presentService(ctx, event.subjectId);
      if (service) room.emit("service:health", service);
      room.emit("metrics", await organizationMetrics(ctx));
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
    case "execution.changed":
    case "access.changed":
      // Followers are told by their feed; whoever may not listen any more has been shown out.
      return;
  }
}
