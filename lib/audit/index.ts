export { type AuditExport, exportAuditEntries } from "./export-entries";
export { listAuditEntries } from "./list-entries";
export { recordAudit } from "./record-audit";
export { verifyChain } from "./verify-chain";
export { whileUnchanged } from "./while-unchanged";
