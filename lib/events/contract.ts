/** What can be told to the rest of the house. An event carries the id of its subject; whoever listens reads the rest. */
export const eventTypes = ["incident.changed", "service.changed", "proposal.changed", "execution.changed"] as const;
export type EventType = (typeof eventTypes)[number];
export type DomainEvent = { id: number; organizationId: string; type: EventType; subjectId: string };
