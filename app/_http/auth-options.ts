import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import {
  ctxOfSession,
  DEVICE_COOKIE,
  newDeviceToken,
  SESSION_SECONDS,
  type SignInOutcome,
  sessionSecret,
  signIn,
  viewerOfSession,
} from "@/lib/auth";
import { revokeSession } from "@/lib/people";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { cookieIn } from "./cookie-in";
import { enterByProvider } from "./enter-by-provider";
import { identityProviders, profileOf } from "./identity-providers";
import { originOf } from "./origin";

const sidOf = (token: object | undefined): string => {
  const sid = token && "sid" in token ? token.sid : undefined;
  return typeof sid === "string" ? sid : "";
};

/** What a sign-in leaves for the answer beside what NextAuth itself puts there. */
export type Leftovers = { retryAfterSeconds?: number; deviceToken?: string };

// NextAuth shows these in the address bar, so they say nothing of the cause.
const codes = {
  nowhere: "Nowhere",
  code_needed: "CodeNeeded",
  code_wrong: "CodeWrong",
} as const satisfies Partial<Record<SignInOutcome["outcome"], string>>;

/**
 * NextAuth's part: the protocols of the sign-in form and of the identity providers, and the cookie. The cookie says only which session;
 * whether it lives stands in the database.
 */
export const authOptions = (headers: Headers, leftovers: Leftovers): NextAuthOptions => ({
  secret: sessionSecret(),
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  // Errors come back to the form too, as `?error=CredentialsSignin` or `?error=Unavailable`.
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    CredentialsProvider({
      name: "Email and password",
      credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
      authorize: async (credentials) => {
        const result = await signIn(
          withoutEmpty(credentials),
          originOf(headers),
          cookieIn(headers, DEVICE_COOKIE),
        ).catch((error: unknown) => {
          logger.warn({ error: errorText(error) }, "A sign-in could not be checked");
          throw new Error("Unavailable");
        });
        if (result.outcome === "refused") return null;
        if (result.outcome === "throttled") {
          leftovers.retryAfterSeconds = result.retryAfterSeconds;
          throw new Error(`Throttled:${result.retryAfterSeconds}`);
        }
        if (result.outcome !== "signed_in") throw new Error(codes[result.outcome]);
        leftovers.deviceToken = newDeviceToken(result.email);
        return { id: result.sessionId };
      },
    }),
    ...identityProviders(),
  ],
  callbacks: {
    signIn: async ({ user, account, profile }) => {
      if (account?.type !== "oauth") return true;
      const entered = await enterByProvider(
        profileOf(account.provider, account.providerAccountId, profile ?? {}),
        headers,
      );
      if ("redirect" in entered) return entered.redirect;
      // The session's id travels as the user's, as it does for the password form: see `jwt`.
      user.id = entered.sessionId;
      return true;
    },
    // `user` is there at the sign-in only, and its id is the session's.
    jwt: ({ token, user }) => ({ sid: user ? user.id : sidOf(token) }),
    session: async ({ session, token }) => {
      const viewer = await viewerOfSession(sidOf(token)).catch((error: unknown) => {
        // Answered as if nobody were signed in; throwing would make NextAuth delete the cookie for a database that was away.
        logger.warn({ error: errorText(error) }, "A session could not be looked up");
        return null;
      });
      return { expires: session.expires, ...(viewer && { user: { name: viewer.name, email: viewer.email } }) };
    },
  },
  events: {
    signOut: async ({ token }) => {
      const sid = sidOf(token);
      const ctx = await ctxOfSession(sid, null);
      if (ctx) await revokeSession(ctx, sid);
    },
  },
  logger: {
    error: (code, metadata) =>
      logger.warn(
        { code, error: errorText("error" in metadata ? metadata.error : metadata) },
        "NextAuth refused something",
      ),
    warn: (code) => logger.debug({ code }, "NextAuth warned"),
    debug: () => {},
  },
});

/** A form sends what was left empty as empty text. */
const withoutEmpty = (fields: Record<string, string> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== ""));
