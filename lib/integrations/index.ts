export { healService, injectFailure } from "./sandbox/practise";
export { sandboxView } from "./sandbox/sandbox-view";
