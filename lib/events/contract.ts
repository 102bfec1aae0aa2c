/** What can be told to the rest of the house. An event carries the id of its subject; whoever listens reads the rest. */
export const eventTypes = [
  "incident.changed",
  "service.changed",
  "proposal.changed",
  "execution.changed",
  "integration.changed",
  "maintenance.changed",
  /** Settings of the organization, by its id. */
  "settings.changed",
  /** The diagnosis of an incident, by the incident's id, made a step. */
  "diagnosis.changed",
  /** A person or an API key, by id, may do less than before, or nothing: whoever holds something open for them asks again. */
  "access.changed",
] as const;
export type EventType = (typeof eventTypes)[number];
export type DomainEvent = { id: number; organizationId: string; type: EventType; subjectId: string };
