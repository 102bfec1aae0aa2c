export { createSolution } from "./create-solution";
export { type DiagnoseIncident, diagnoseIncident } from "./diagnose-incident";
export { type Fault, faults } from "./faults";
export { getDiagnosis } from "./get-diagnosis";
export { investigateIncident } from "./investigate-incident";
