import { newId } from "./ids";

const SANE = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own X-Request-Id when it is sane, so that one id runs through both logs; else a new one. */
export const requestIdFrom = (given: string | string[] | null | undefined): string =>
  typeof given === "string" && SANE.test(given) ? given : newId();
