import { ctxOfSession, sessionIdFromCookies } from "@/lib/auth";
import { connectIdentity, type ProviderProfile, type ProviderRefusal, signInByProvider } from "@/lib/people";
import { AppError, errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { cookieIn } from "./cookie-in";
import { originOf } from "./origin";

const SECURITY_PAGE = "/settings/security";

const refusals: Record<ProviderRefusal, string> = {
  not_invited: "NotInvited",
  no_email: "NoEmail",
  connect_first: "ConnectFirst",
};

/** What to do with somebody whom an identity provider has identified: let them in by a session, or send them back with a reason. */
export async function enterByProvider(
  profile: ProviderProfile,
  headers: Headers,
): Promise<{ sessionId: string } | { redirect: string }> {
  try {
    const connecting = await connectingSession(headers);
    if (connecting) return await connect(profile, connecting);
    const result = await signInByProvider(profile, originOf(headers));
    return "sessionId" in result ? result : { redirect: `/sign-in?error=${refusals[result.refusal]}` };
  } catch (error) {
    logger.warn({ error: errorText(error) }, "A sign-in by a provider could not be checked");
    return { redirect: "/sign-in?error=Unavailable" };
  }
}

/** The live session of somebody who set out from their security page: they want to add a way to sign in, not to sign in. */
async function connectingSession(headers: Headers): Promise<string | null> {
  const target = ["__Secure-next-auth.callback-url", "next-auth.callback-url"]
    .map((name) => cookieIn(headers, name))
    .find((value) => value !== null);
  const url = decodeURIComponent(target ?? "");
  if (!URL.canParse(url, "http://here.invalid")) return null;
  if (new URL(url, "http://here.invalid").pathname !== SECURITY_PAGE) return null;
  return sessionIdFromCookies(headers.get("cookie"));
}

async function connect(
  profile: ProviderProfile,
  sessionId: string,
): Promise<{ sessionId: string } | { redirect: string }> {
  const ctx = await ctxOfSession(sessionId, null);
  if (!ctx) return { redirect: `/sign-in?callbackUrl=${encodeURIComponent(SECURITY_PAGE)}` };
  try {
    await connectIdentity(ctx, profile);
    return { sessionId };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { redirect: `${SECURITY_PAGE}?error=${error.code === "conflict" ? "OtherAccount" : "SignInAgain"}` };
  }
}
