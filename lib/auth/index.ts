export { type Actor, type Ctx, require, requirePerson, systemCtx } from "./ctx";
export { ctxOfApiKey, ctxOfSession, viewerOfSession } from "./identify";
export { hashPassword } from "./passwords";
export { SESSION_SECONDS, sessionIdFromCookies, sessionSecret } from "./session-cookie";
export { listSessions, revokeSession } from "./sessions";
export { type SignedIn, signIn } from "./sign-in";
