import { expect, test } from "vitest";
import { profileOf, verifiedGitHubEmail } from "./identity-providers";

test("an email counts only where the provider itself has verified it", () => {
  const emailOf = (provider: string, claims: object) => profileOf(provider, "1", claims).email;
  expect(emailOf("oidc", { email: "Ada@Example.com", email_verified: true })).toBe("ada@example.com");
  expect(emailOf("oidc", { email: "ada@example.com", email_verified: "true" })).toBe("ada@example.com");
  for (const email_verified of [false, "false", undefined, null, 1])
    expect(emailOf("google", { email: "ada@example.com", email_verified })).toBe(null);
  // What somebody typed into a public GitHub profile, whatever else it claims.
  expect(emailOf("github", { email: "ada@example.com", email_verified: true })).toBe(null);
  expect(emailOf("github", { verified_email: "ada@example.com" })).toBe("ada@example.com");
  expect(emailOf("oidc", { verified_email: "ada@example.com" })).toBe(null);
});

test("of GitHub's addresses, the primary one and only when it is verified", () => {
  const emails = [
    { email: "old@example.com", primary: false, verified: true },
    { email: "ada@example.com", primary: true, verified: true },
  ];
  expect(verifiedGitHubEmail(emails)).toBe("ada@example.com");
  expect(verifiedGitHubEmail([{ email: "ada@example.com", primary: true, verified: false }])).toBe(null);
  for (const odd of [[], null, { message: "Bad credentials" }, [null]]) expect(verifiedGitHubEmail(odd)).toBe(null);
});
