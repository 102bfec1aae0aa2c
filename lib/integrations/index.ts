export { addSecret } from "./add-secret";
export { addressOf, baseAddress, keyOf } from "./address";
export { availableSources } from "./available-sources";
export { changeConfig } from "./change-config";
export { createIntegration } from "./create-integration";
export { deleteIntegration } from "./delete-integration";
export { endSecret } from "./end-secret";
export { findByKey, findBySource } from "./find-by-key";
export { findIntegration } from "./find-integration";
export { getIntegration } from "./get-integration";
export { listIntegrations } from "./list-integrations";
export { listLog } from "./list-log";
export { newIntegrationKey, newSecret } from "./new-key";
export { noteLog } from "./note-log";
export { flushRefusals, noteRefusal } from "./note-refusal";
export {
  hiddenOf,
  type IntegrationRow,
  type OpenedIntegration,
  openedOf,
  type SealedIntegration,
  type Secret,
  sealSecrets,
  secretsOf,
} from "./opened";
export { PAGERDUTY_APIS } from "./pagerduty-apis";
export { passOn } from "./pass-on";
export { renewKey } from "./renew-key";
export { healService, injectFailure } from "./sandbox/practise";
export { sandboxView } from "./sandbox/sandbox-view";
export { datadogTemplate } from "./setup/datadog-template";
export { UNPROVEN } from "./unproven";
