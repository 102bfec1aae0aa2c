import type { Origin } from "@/lib/auth";

/** Where a request comes from. The address is what `server/web` found; it overwrites whatever a caller sends under that name. */
export const originOf = (headers: Headers): Origin => ({
  address: headers.get("x-nightshift-address"),
  userAgent: headers.get("user-agent")?.slice(0, 400) ?? null,
});
