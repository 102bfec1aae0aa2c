export { organizationMetrics } from "./organization-metrics";
export { presentIncident } from "./present-incident";
