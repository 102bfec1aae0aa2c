import { env } from "@/lib/platform/env";

/** What a request says of where it comes from, by its headers `Sec-Fetch-Site`, `Origin` and `Host`. */
export type CameFrom = Record<"site" | "origin" | "host", string | null | undefined>;

/**
 * Whether one of Nightshift's own pages sent a request that a browser adds the visitor's session to. By what the browser itself says
 * (Fetch Metadata, else Origin; pages can forge neither), which holds behind a proxy that rewrites Host, too. A request that says nothing is
 * taken for one: with each that could change something a browser says it, and SameSite=Lax keeps the cookie home besides.
 */
export function isFromOwnPage({ site, origin, host }: CameFrom): boolean {
  if (site) return site === "same-origin" || site === "none";
  if (!origin) return true;
  const home = env().NIGHTSHIFT_URL;
  if (home && new URL(home).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
