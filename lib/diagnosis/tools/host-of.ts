import type { Place } from "./tool";

// Only ever the address under which the service is registered: an address that a text names is none to call.

/** Where the service is, or where people say that it tells how it is; null when nobody has said either. */
export const hostOf = ({ watched, links }: Place): string | null =>
  watched?.connection.host ?? (links.healthUrl && new URL(links.healthUrl).hostname.replace(/^\[|\]$/g, ""));
