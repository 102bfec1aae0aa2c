import { type LookupAddress, lookup as systemLookup } from "node:dns";
import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { clock } from "./clock";
import { connectionFailure } from "./connection-failure";
import { env } from "./env";
import { isAllowedBy } from "./outbound-allow";
import { isPublicAddress } from "./public-address";

// Addresses that people enter are called from inside the network. So only what belongs to the public internet is called, over TLS, unless
// whoever runs this installation says otherwise; and what was checked is what is connected to, because a name may mean another address a
// moment later.

/** The address is none that may be called. The message says why, for whoever entered it. */
export class Refused extends Error {}

/** Every address of a name, as the operating system resolves it. */
export type Resolve = (
  name: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type Outgoing = {
  method: "GET" | "POST" | "PUT";
  headers: Record<string, string>;
  body?: string;
  /** So much of the answer is read; the rest is not waited for. */
  mostBytes: number;
  /** For the whole call, from the name's look-up to the end of the answer; ten seconds without it. */
  withinMs?: number;
};
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Whether there was more than was read. */
  isCut: boolean;
  httpVersion: string;
  /** From the beginning of the call to the headers, and to the end of what was read. */
  headersMs: number;
  endMs: number;
};

export const CALL_TIMEOUT_MS = 10_000;
const CHECK_TIMEOUT_MS = 3_000;
const NOT_HTTPS = "The address must begin with https://, so that nobody on the way can read along";

const resolveBySystem: Resolve = (name, options, done) => systemLookup(name, options, done);

/**
 * Calls an address that somebody entered. Follows no redirect. Rejects with `Refused` when it may not be called, and with a plain error
 * when nobody answers in time.
 */
export async function guardedFetch(address: string, outgoing: Outgoing, resolve = resolveBySystem): Promise<Answer> {
  const url = callable(address);
  const limit = new AbortController();
  const { withinMs = CALL_TIMEOUT_MS } = outgoing;
  const call = send(url, outgoing, limit.signal, resolve);
  const tooLong = clock.sleep(withinMs, limit.signal).then(() => {
    throw new Error(`No answer within ${Math.round(withinMs / 100) / 10} seconds`);
  });
  try {
    return await Promise.race([call, tooLong]);
  } finally {
    limit.abort();
    // Whichever of the two lost is of no interest any more.
    call.catch(() => {});
    tooLong.catch(() => {});
  }
}

/**
 * Throws `Refused` when this address could not be called as things are. A name that does not resolve now is let through over https: name
 * servers have bad minutes, and every call checks again.
 */
export async function requireCallable(address: string, resolve = resolveBySystem): Promise<void> {
  const url = callable(address);
  const name = hostOf(url);
  if (isIP(name)) return;
  const limit = new AbortController();
  const resolved = new Promise<LookupAddress[]>((done) => {
    resolve(name, { all: true }, (error, found) => done(error ? [] : found));
  });
  const tooLong = clock.sleep(CHECK_TIMEOUT_MS, limit.signal).then(
    () => [],
    () => [],
  );
  const found = await Promise.race([resolved, tooLong]);
  limit.abort();
  requireScheme(url, found);
  for (const one of found) requireAllowed(url, one.address);
}

/**
 * Where a socket of somebody else's making may connect to for this address, with a look-up that gives it nothing but what was checked.
 * Throws `Refused` when it may not be called; the look-up does so later.
 */
export function guardedTarget(address: string, resolve = resolveBySystem) {
  const url = callable(address);
  return { host: hostOf(url), port: portOf(url), lookup: guardedLookup(url, resolve) };
}

/** Whether the one who runs this installation lists exactly this host, by its name or its address. */
export const isListed = (url: URL): boolean => isAllowed(url, isIP(hostOf(url)) ? hostOf(url) : null, true);

function callable(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Refused("This is not an address that begins with https://");
  if (url.username || url.password) throw new Refused("The address holds a name or a password; leave them out");
  const host = hostOf(url);
  if (isIP(host)) requireAllowed(url, host);
  else requireScheme(url, null);
  return url;
}

/**
 * Plain http is for what is listed, by its name or by an address that it has. While no address is known, only a list of addresses leaves
 * that open; whatever the name servers say, nothing else makes it right.
 */
function requireScheme(url: URL, found: readonly LookupAddress[] | null): void {
  if (url.protocol === "https:" || isListed(url)) return;
  const { NIGHTSHIFT_OUTBOUND_ALLOW: rules } = env();
  const isOpen = found === null ? rules.some((rule) => "range" in rule) : found.length > 0;
  if (!isOpen) throw new Refused(NOT_HTTPS);
}

/** Without the brackets of IPv6 and without the dot that may end a name. Numbers in odd notations were made plain by the URL parser. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

const portOf = (url: URL): number => Number(url.port) || (url.protocol === "https:" ? 443 : 80);

function isAllowed(url: URL, address: string | null, isByListOnly = false): boolean {
  const { NIGHTSHIFT_OUTBOUND_ALLOW: rules } = env();
  if (isAllowedBy(rules, { name: hostOf(url), address, port: portOf(url) })) return true;
  return !isByListOnly && url.protocol === "https:" && address !== null && isPublicAddress(address);
}

function requireAllowed(url: URL, address: string): void {
  if (isAllowed(url, address)) return;
  throw new Refused(
    isPublicAddress(address)
      ? NOT_HTTPS
      : `${hostOf(url)} leads into a private or reserved network, which Nightshift does not call; whoever runs it can allow the host with NIGHTSHIFT_OUTBOUND_ALLOW`,
  );
}

/** A look-up that refuses a name as soon as one of its addresses is none to be called, and gives the socket no others than it checked. */
function guardedLookup(url: URL, resolve: Resolve): LookupFunction {
  return (_name, options, done) => {
    resolve(hostOf(url), { all: true }, (error, found) => {
      try {
        if (error) throw new Error(`The name ${hostOf(url)} could not be resolved (${error.code})`);
        const [first] = found;
        if (!first) throw new Error(`The name ${hostOf(url)} has no address`);
        for (const { address } of found) requireAllowed(url, address);
        if (options.all) done(null, found);
        else done(null, first.address, first.family);
      } catch (refusal) {
        done(refusal as NodeJS.ErrnoException, "");
      }
    });
  };
}

function send(url: URL, outgoing: Outgoing, signal: AbortSignal, resolve: Resolve): Promise<Answer> {
  const { method, headers, body, mostBytes } = outgoing;
  const began = performance.now();
  const elapsedMs = () => performance.now() - began;
  return new Promise((done, fail) => {
    const request = (url.protocol === "https:" ? https : http).request(
      url,
      {
        method,
        signal,
        // A connection of its own, so that none is reused that was made for another name.
        agent: false,
        lookup: guardedLookup(url, resolve),
        headers: { ...headers, ...(body !== undefined && { "content-length": Buffer.byteLength(body) }) },
      },
      (response) => {
        const headersMs = elapsedMs();
        const chunks: Buffer[] = [];
        let size = 0;
        const end = () => {
          const text = Buffer.concat(chunks).subarray(0, mostBytes).toString("utf8");
          const { statusCode: status = 0, headers, httpVersion } = response;
          done({ status, headers, text, isCut: size > mostBytes, httpVersion, headersMs, endMs: elapsedMs() });
          response.destroy();
        };
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size > mostBytes) end();
        });
        response.on("end", end);
        response.on("error", fail);
        // Broken off in the middle of the answer.
        response.on("close", () => fail(new Error("The connection was closed before the answer was complete")));
      },
    );
    request.on("error", (failure) => fail(connectionFailure(failure, url.host)));
    request.end(body);
  });
}
