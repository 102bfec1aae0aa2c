export { createKey } from "./create-key";
export { listKeys } from "./list-keys";
export { renameKey } from "./rename-key";
export { revokeKey } from "./revoke-key";
export { rotateKey, rotateKeyByName } from "./rotate-key";
