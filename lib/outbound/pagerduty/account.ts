import { type IntegrationRow, openedOf, PAGERDUTY_APIS } from "@/lib/integrations";
import { unseal } from "@/lib/platform/crypto";
import { isListed, Refused } from "@/lib/platform/guarded-fetch";

/** Where an integration's PagerDuty account is, and in whose name it is spoken to. Holds the token; never leaves the server. */
export type Account = { apiUrl: URL; token: string; fromEmail: string | null };

/** The account of an integration; null when it has no token. */
export function accountOf(row: IntegrationRow): Account | null {
  if (row.apiTokenSealed === null) return null;
  const { write_back } = openedOf(row).config;
  return { apiUrl: new URL(write_back.api_url), token: unseal(row.apiTokenSealed), fromEmail: write_back.from_email };
}

/** Throws `Refused` unless the token may be shown to whoever answers at this address. */
export function requirePagerDuty({ apiUrl }: Account): void {
  if (PAGERDUTY_APIS.includes(apiUrl.origin) || isListed(apiUrl)) return;
  throw new Refused(
    `${apiUrl.host} is not PagerDuty: its API is at ${PAGERDUTY_APIS.join(" or ")}; whoever runs Nightshift can allow another host with NIGHTSHIFT_OUTBOUND_ALLOW`,
  );
}
