export { connectGitHub } from "./connect";
export { disconnectGitHub } from "./disconnect";
export { getGitHubConnection } from "./get-connection";
export { type Changes, type GitHub, gitHubOf } from "./recent-changes";
export { testGitHubConnection } from "./test-connection";
