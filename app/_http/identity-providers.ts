import GitHub, { type GithubProfile } from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import type { OAuthConfig, Provider } from "next-auth/providers/index";
import type { ProviderProfile } from "@/lib/people";
import { env } from "@/lib/platform/env";

/** An identity provider as the sign-in page shows it. */
export type ProviderButton = { id: string; name: string };

// A provider that does not answer must not keep anybody waiting: the password form is there.
const httpOptions = { timeout: 5_000 };

/** The identity providers that the environment names. */
export function identityProviders(): Provider[] {
  const e = env();
  const providers: Provider[] = [];
  if (e.NIGHTSHIFT_GITHUB_ID && e.NIGHTSHIFT_GITHUB_SECRET)
    providers.push(gitHub(e.NIGHTSHIFT_GITHUB_ID, e.NIGHTSHIFT_GITHUB_SECRET));
  if (e.NIGHTSHIFT_GOOGLE_ID && e.NIGHTSHIFT_GOOGLE_SECRET) {
    const [clientId, clientSecret] = [e.NIGHTSHIFT_GOOGLE_ID, e.NIGHTSHIFT_GOOGLE_SECRET];
    providers.push(Google({ clientId, clientSecret, httpOptions }));
  }
  if (e.NIGHTSHIFT_OIDC_ISSUER && e.NIGHTSHIFT_OIDC_ID && e.NIGHTSHIFT_OIDC_SECRET) {
    const { NIGHTSHIFT_OIDC_ID: clientId, NIGHTSHIFT_OIDC_SECRET: clientSecret, NIGHTSHIFT_OIDC_NAME: name } = e;
    providers.push(openId(e.NIGHTSHIFT_OIDC_ISSUER, { clientId, clientSecret, name: name ?? "Single sign-on" }));
  }
  return providers;
}

export const providerButtons = (): ProviderButton[] => identityProviders().map(({ id, name }) => ({ id, name }));

function gitHub(clientId: string, clientSecret: string): Provider {
  return GitHub<GithubProfile & { verified_email?: string | null }>({
    clientId,
    clientSecret,
    httpOptions,
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const profile = await client.userinfo(tokens.access_token ?? "");
        // The public profile's address is whatever somebody typed; which ones are verified stands only here.
        const answer = await fetch("https://api.github.com/user/emails", {
          headers: { Authorization: `Bearer ${tokens.access_token}`, Accept: "application/vnd.github+json" },
          signal: AbortSignal.timeout(httpOptions.timeout),
        });
        const emails: unknown = answer.ok ? await answer.json() : [];
        return { ...profile, verified_email: verifiedGitHubEmail(emails) };
      },
    },
  });
}

/** The primary address of https://docs.github.com/rest/users/emails, if GitHub has verified it. */
export function verifiedGitHubEmail(emails: unknown): string | null {
  if (!Array.isArray(emails)) return null;
  const primary = emails.find((each) => each?.primary === true && each.verified === true);
  return typeof primary?.email === "string" ? primary.email : null;
}

type OpenIdProfile = { sub: string; name?: string; email?: string };
type OpenIdSettings = { clientId: string; clientSecret: string; name: string };

function openId(issuer: string, settings: OpenIdSettings): OAuthConfig<OpenIdProfile> {
  return {
    id: "oidc",
    type: "oauth",
    ...settings,
    // https://openid.net/specs/openid-connect-discovery-1_0.html
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions,
    profile: ({ sub, name, email }) => ({ id: sub, name, email }),
  };
}

/** What a provider says of somebody, with the email only where the provider itself has verified it. */
export function profileOf(provider: string, subject: string, claims: object): ProviderProfile {
  const claim = (name: string): unknown => (name in claims ? (claims as Record<string, unknown>)[name] : undefined);
  const text = (name: string): string | null => {
    const value = claim(name);
    return typeof value === "string" && value.trim() ? value.trim() : null;
  };
  // Some providers send the claim as text.
  const isVerified = claim("email_verified") === true || claim("email_verified") === "true";
  const email = provider === "github" ? text("verified_email") : isVerified ? text("email") : null;
  return {
    provider,
    subject,
    email: email?.toLowerCase() ?? null,
    name: text("name") ?? text("login") ?? text("preferred_username") ?? "",
  };
}
