export { acknowledgeIncident } from "./acknowledge-incident";
export { addNote } from "./add-note";
export { countIncidents, type Tally } from "./count-incidents";
export { createIncident } from "./create-incident";
export { escalateIncident } from "./escalate-incident";
export { getIncident } from "./get-incident";
export { getSolution } from "./get-solution";
export { type Hold, holdIncident, releaseIncident } from "./hold-incident";
export { listIncidents } from "./list-incidents";
export { listRelated } from "./list-related";
export { type Opened, type OpenIncident, openIncident } from "./open-incident";
export { presentIncidentSummary } from "./present-incident";
export { reopenIncident } from "./reopen-incident";
export {
  type ResolveIn,
  type ResolveOpen,
  resolveIncident,
  resolveIncidentIn,
  resolveOpenIncidentsOfService,
} from "./resolve-incident";
export { addTimelineEntry, listTimeline, type TimelineInput } from "./timeline";
export { updateIncident } from "./update-incident";
