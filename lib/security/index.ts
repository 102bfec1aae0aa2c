export { listCalls } from "./access/list-calls";
export { type Call, noteCall } from "./access/note-call";
export { complianceReport } from "./compliance/compliance-report";
export { listSecurityEvents } from "./events/list-security-events";
export { explainPermissions } from "./explain-permissions";
export { flushSecurity } from "./flush";
export { forgetOldSecurity } from "./forget";
export { detectThreats } from "./threats/detect-threats";
