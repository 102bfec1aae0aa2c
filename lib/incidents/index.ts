export { acknowledgeIncident, acknowledgeIncidentIn, unacknowledgeIncidentIn } from "./acknowledge-incident";
export { addNote, addNoteIn } from "./add-note";
export { countIncidents, type Tally } from "./count-incidents";
export { createIncident } from "./create-incident";
export { escalateIncident } from "./escalate-incident";
export { getIncident } from "./get-incident";
export { getSolution, presentSolution } from "./get-solution";
export { holdIncident, releaseIncident } from "./hold-incident";
export { joinIncidentIn, type Sighting } from "./join-incident";
export { listIncidents } from "./list-incidents";
export { listRelated } from "./list-related";
export { type Locked, lockIncident } from "./lock-incident";
export { type Opened, type OpenIncident, openIncident } from "./open-incident";
export { getOpeningSample } from "./opening-sample";
export { quietIncidentIn } from "./quiet-incident";
export { reopenIncident } from "./reopen-incident";
export {
  resolveIncident,
  resolveIncidentIn,
  resolveOpenIncidentsOfService,
} from "./resolve-incident";
export { type Change, tell as tellOfIncident } from "./tell";
export { tellOtherIncidents } from "./tell-others";
export { addTimelineEntry, listTimeline } from "./timeline";
export { updateIncident } from "./update-incident";
