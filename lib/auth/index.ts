export { changingKeys } from "./changing-keys";
export {
  type Actor,
  type Ctx,
  callerMay,
  type Origin,
  require,
  requirePerson,
  requireUser,
  systemCtx,
  webhookCtx,
} from "./ctx";
export { DEVICE_COOKIE, DEVICE_SECONDS, newDeviceToken } from "./device";
export { forgetOldAccess } from "./forget-old-access";
export { ctxOfSession, viewerOfSession } from "./identify";
export { ctxOfApiKey } from "./identify-key";
export { homeOf, openSession } from "./open-session";
export { isFromOwnPage } from "./own-page";
export { confirmPassword, hashPassword } from "./passwords";
export { refusalOfKey } from "./refuse-key";
export { renewRecoveryCodes } from "./second-factor";
export { noteSecurityEvent } from "./security-events";
export { SESSION_SECONDS, sessionIdFromCookies, sessionSecret } from "./session-cookie";
export { type SignInOutcome, signIn } from "./sign-in";
export { stillMay } from "./still-may";
export { base32, codeAt, matchingStep, newTotpSecret, otpauthUri, stepAt } from "./totp";
