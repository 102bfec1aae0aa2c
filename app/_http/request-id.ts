import { newId } from "@/lib/platform/ids";

const SANE = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own X-Request-Id when it is sane, so that one id runs through both logs; else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && SANE.test(given) ? given : newId();
}
