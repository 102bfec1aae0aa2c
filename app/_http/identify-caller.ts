import { type Ctx, ctxOfApiKey, ctxOfSession, isFromOwnPage, refusalOfKey, sessionIdFromCookies } from "@/lib/auth";
import { OPENED_IN_HEADER } from "@/lib/platform/contract";
import { conflict, forbidden, unauthorized } from "@/lib/platform/errors";
import { originOf } from "./origin";

/**
 * Who calls: an API key when the call carries one, else the browser's session. Throws `unauthorized` when it is neither, `limited`
 * after too many unknown keys from one address, `forbidden` when another site makes a browser change something with the session that it sends along,
 * and `conflict` for a page that was opened in another organization than the session is in now.
 */
export async function identifyCaller(request: Request, requestId: string): Promise<Ctx> {
  const key = apiKeyIn(request.headers);
  if (key !== null) {
    const origin = originOf(request.headers);
    const ctx = await ctxOfApiKey(key, requestId, origin);
    if (!ctx) throw await refusalOfKey(key, requestId, origin);
    return ctx;
  }
  const sessionId = await sessionIdFromCookies(request.headers.get("cookie"));
  const ctx = sessionId ? await ctxOfSession(sessionId, requestId) : null;
  if (!ctx) throw unauthorized("Sign in, or send an API key as `Authorization: Bearer …` or `X-API-Key`");
  if (!isSafe(request.method) && !cameFromOwnPage(request))
    throw forbidden("A session can change things only from Nightshift's own pages; elsewhere use an API key");
  const openedIn = request.headers.get(OPENED_IN_HEADER);
  if (openedIn !== null && openedIn !== ctx.organizationId)
    throw conflict(
      "You are in another organization now than when this page was opened, so nothing was done. Go back into that one, or open the page anew",
      { organization_id: ctx.organizationId },
    );
  return { ...ctx, origin: originOf(request.headers) };
}

function apiKeyIn(headers: Headers): string | null {
  const bearer = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return bearer ?? headers.get("x-api-key");
}

const isSafe = (method: string): boolean => method === "GET" || method === "HEAD";

const cameFromOwnPage = ({ headers }: Request): boolean =>
  isFromOwnPage({ site: headers.get("sec-fetch-site"), origin: headers.get("origin"), host: headers.get("host") });
