import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** How Next's side hears where a request came from; it has no socket to look at. */
export const ADDRESS_HEADER = "x-nightshift-address";

type Arrival = { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } };

/**
 * The address a request came from: the socket's, or with `proxies` trusted ones in front, what the outermost of them saw. X-Forwarded-For
 * is read from the right, because every entry further left than those was sent by the caller.
 */
export function callerAddress(request: Arrival, proxies: number): string {
  const own = plain(request.socket.remoteAddress ?? "") ?? "unknown";
  if (proxies === 0) return own;
  // Node joins repeated headers of this name with a comma.
  const entries = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  return plain(entries.at(-proxies) ?? "") ?? own;
}

/** An address without its port, its brackets or the prefix of an IPv4 address in an IPv6 socket; null when it is none. */
function plain(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) ? bare.toLowerCase() : null;
}
