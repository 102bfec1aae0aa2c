import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import type { Env } from "@/lib/platform/env";
import { isCoreCall } from "./core";
import { isInboxAddress } from "./inbox";
import { refuse, requestIdOf } from "./refusal";

// A page of somebody else's name, pointed at this machine by its DNS, is same-origin with us for a browser: only the Host header tells.
// A name that nobody else can own, and an address, which no DNS decides about, are always ours. See docs/adr/0023-own-hosts.md.

export type OwnHosts = { names: ReadonlySet<string>; trustsProxy: boolean };

const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i;

/** The names by which people and programs may ask for this installation. */
export function ownHosts({ NIGHTSHIFT_URL, NIGHTSHIFT_HOSTS, NIGHTSHIFT_TRUST_PROXY }: Env): OwnHosts {
  const named = NIGHTSHIFT_URL ? [new URL(NIGHTSHIFT_URL).hostname] : [];
  return { names: new Set(["localhost", ...named, ...NIGHTSHIFT_HOSTS]), trustsProxy: NIGHTSHIFT_TRUST_PROXY > 0 };
}

/**
 * Lets only those requests and upgrades through to whoever listens by now that were sent to a host of ours; others get 421 (RFC 9110,
 * 15.5.20). What supervisors, scrapers and senders of alerts call is open under every name: it takes no cookie, and those who call it by
 * a name of their own network's are many.
 */
export function keepToOwnHosts(http: Server, own: OwnHosts): void {
  const answering = http.listeners("request");
  http.removeAllListeners("request");
  http.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const error = isOpenToAll(request) ? null : refusalOfHost(request, own);
    if (error !== null) return refuse(response, requestIdOf(request), { status: 421, error });
    for (const answer of answering) answer.call(http, request, response);
  });
  const upgrading = http.listeners("upgrade");
  http.removeAllListeners("upgrade");
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const error = refusalOfHost(request, own);
    if (error !== null) return socket.end(`HTTP/1.1 421 ${STATUS_CODES[421]}\r\nconnection: close\r\n\r\n${error}`);
    for (const upgrade of upgrading) upgrade.call(http, request, socket, head);
  });
}

const isOpenToAll = (request: IncomingMessage): boolean => isCoreCall(request) || isInboxAddress(request.url ?? "/");

/** Why this request is not for us, in words; null when it is. What no proxy of ours has said of the host is taken out for all who read on. */
function refusalOfHost({ headers }: IncomingMessage, { names, trustsProxy }: OwnHosts): string | null {
  if (!trustsProxy) delete headers["x-forwarded-host"];
  const forwarded = [headers["x-forwarded-host"] ?? []].flat().flatMap((hosts) => hosts.split(","));
  // Both: a page may send X-Forwarded-Host, and a proxy that does not know the header passes it on.
  const foreign = [headers.host ?? "", ...forwarded].find((host) => !isOwn(host.trim(), names));
  if (foreign === undefined) return null;
  const name = HOST.test(foreign.trim()) ? `the host ${foreign.trim()}` : "this host";
  return `This Nightshift does not answer for ${name}. Set NIGHTSHIFT_URL to the address that people type, or add the name to NIGHTSHIFT_HOSTS`;
}

function isOwn(host: string, names: ReadonlySet<string>): boolean {
  const [, address, name] = HOST.exec(host) ?? [];
  if (address !== undefined) return isIP(address) === 6;
  return name !== undefined && (isIP(name) === 4 || names.has(name.toLowerCase().replace(/\.$/, "")));
}
