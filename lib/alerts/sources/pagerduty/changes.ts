import { type Json, listOf, objectOf } from "../read-json";
import { most, textOf } from "../texts";

const summaryOf = (value: unknown): string => textOf(objectOf(value).summary, most.person) || "somebody";
/** ` to ` and the names; nothing where there are none, because on its way from one to the next it may be nobody's. */
const toNamesOf = (value: unknown): string => {
  const names = listOf(value).slice(0, 20).map(summaryOf);
  return names.length === 0 ? "" : ` to ${names.join(", ")}`;
};
const added = (message: unknown): string => {
  const text = textOf(message, most.description);
  return text === "" ? "" : `: ${text}`;
};
const responderOf = ({ user, escalation_policy }: Json): string =>
  summaryOf(objectOf(user).summary === undefined ? escalation_policy : user);

/** Events that tell something about an incident without changing where it stands, each as a sentence for its timeline. */
export const changes: Record<string, (data: Json) => string> = {
  "incident.priority_updated": ({ priority }) =>
    objectOf(priority).summary === undefined
      ? "The priority was removed"
      : `The priority is now ${summaryOf(priority)}`,
  "incident.escalated": ({ assignees }) => `Escalated${toNamesOf(assignees)}`,
  "incident.reassigned": ({ assignees }) => `Reassigned${toNamesOf(assignees)}`,
  "incident.delegated": ({ escalation_policy }) => `Given to the escalation policy ${summaryOf(escalation_policy)}`,
  "incident.service_updated": ({ service }) => `Moved to the service ${summaryOf(service)}`,
  "incident.incident_type.changed": ({ incident_type }) =>
    `The type is now ${textOf(objectOf(incident_type).name, most.word) || "another one"}`,
  "incident.conference_bridge.updated": () => "The conference bridge was changed",
  "incident.custom_field_values.updated": () => "Custom fields were changed",
  "incident.responder.added": (data) => `${responderOf(data)} was asked to help${added(data.message)}`,
  "incident.responder.replied": (data) =>
    `${responderOf(data)} answered the call for help with ${textOf(data.state, most.word) || "a reply"}${added(data.message)}`,
  "incident.role.assigned": (data) => {
    const role = textOf(objectOf(data.role).summary ?? objectOf(data.role).name, most.person);
    return role === "" ? "A role was assigned" : `The role ${role} was assigned to ${responderOf(data)}`;
  },
  "incident.status_update_published": ({ message }) => `A status update was published${added(message)}`,
  "incident.task.created": (data) => `A task was added${added(data.summary ?? data.title)}`,
  "incident.task.updated": (data) => `A task was changed${added(data.summary ?? data.title)}`,
  "incident.task.completed": (data) => `A task was completed${added(data.summary ?? data.title)}`,
  "incident.action_invocation.created": (data) => `An automation action was started${added(data.summary)}`,
  "incident.action_invocation.updated": (data) => `An automation action went on${added(data.state)}`,
  "incident.action_invocation.terminated": (data) => `An automation action ended${added(data.state)}`,
  "incident.workflow.started": (data) => `A workflow was started${added(data.summary)}`,
  "incident.workflow.completed": (data) => `A workflow was completed${added(data.summary)}`,
};
