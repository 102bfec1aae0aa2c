export { createSolution } from "./create-solution";
export { type DiagnoseIncident, diagnoseIncident } from "./diagnose-incident";
export { type Fault, faults } from "./faults";
export { getDiagnosis } from "./get-diagnosis";
export { investigateIncident } from "./investigate-incident";
export { exportInvestigation } from "./recordings/export-investigation";
export { Recording } from "./recordings/recording";
export { replayInvestigation } from "./recordings/replay";
