export { type Actor, type Ctx, require, requirePerson, systemCtx } from "./ctx";
export { ctxOfApiKey, ctxOfSession, revokeSession, viewerOfSession } from "./identify";
export { hashPassword } from "./passwords";
export { type SignedIn, signIn } from "./sign-in";
