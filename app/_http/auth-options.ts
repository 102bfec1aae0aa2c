import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { ctxOfSession, revokeSession, SESSION_SECONDS, sessionSecret, signIn, viewerOfSession } from "@/lib/auth";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

const sidOf = (token: object | undefined): string => {
  const sid = token && "sid" in token ? token.sid : undefined;
  return typeof sid === "string" ? sid : "";
};

/** NextAuth's part: the sign-in form's protocol and the cookie. The cookie says only which session; whether it lives stands in the database. */
export const authOptions = (): NextAuthOptions => ({
  secret: sessionSecret(),
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  // Errors come back to the form too, as `?error=CredentialsSignin` or `?error=Unavailable`.
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    CredentialsProvider({
      name: "Email and password",
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: async (credentials, request) => {
        try {
          const agent: unknown = request.headers?.["user-agent"];
          const session = await signIn(credentials, typeof agent === "string" ? agent : null);
          return session && { id: session.sessionId };
        } catch (error) {
          logger.warn({ error: errorText(error) }, "A sign-in could not be checked");
          // NextAuth shows the message in the address bar, so it says nothing of the cause.
          throw new Error("Unavailable");
        }
      },
    }),
  ],
  callbacks: {
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
