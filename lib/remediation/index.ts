export { capabilities } from "./catalog/capabilities";
export { hasRemedy } from "./catalog/registry";
export { cancelExecution } from "./execution/cancel-execution";
export { type Claim, claimQueued, claimUnknown } from "./execution/claim";
export {
  EVENTS_AT_ONCE,
  getExecution,
  listAgentActions,
  listExecutionEvents,
  listExecutions,
  readExecutionNews,
} from "./execution/get-execution";
export { noticeDeadWorkers } from "./execution/notice-dead-workers";
export { reconcile } from "./execution/reconcile";
export { runExecution } from "./execution/run-execution";
export { fixRecords, fixRecordsSince } from "./memory/fix-records";
export { approveProposal } from "./proposals/approve-proposal";
export { expireProposals } from "./proposals/expire-proposals";
export { getProposal, listProposals } from "./proposals/get-proposal";
export { proposeAction, proposeFix } from "./proposals/propose";
export { rejectProposal } from "./proposals/reject-proposal";
export { requestChanges } from "./proposals/request-changes";
export { supersedeResolved } from "./proposals/supersede-resolved";
