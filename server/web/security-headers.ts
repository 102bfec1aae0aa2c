import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { coreNames } from "./core";

/** How Next's side hears which nonce its pages may give to their scripts. */
export const NONCE_HEADER = "x-nonce";

const YEAR_S = 31_536_000;
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * What a page may load and run (Content Security Policy, level 3): scripts that this very answer names by its nonce and what those load,
 * and nothing from other hosts. Style attributes are allowed, because bars and charts say their sizes in them; style sheets and elements
 * are held to the same rule as scripts.
 */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "script-src-attr 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");

/**
 * Puts the headers that protect browsers on an answer, before anybody writes it, and tells Next the nonce by the request's headers
 * (Next reads it from a Content-Security-Policy there, and gives it to its own scripts). What a caller sends under these names is lost.
 */
export function protect(request: IncomingMessage, response: ServerResponse, isHttps: boolean): void {
  delete request.headers["content-security-policy-report-only"];
  delete request.headers["content-security-policy"];
  delete request.headers[NONCE_HEADER];
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (isHttps) response.setHeader("Strict-Transport-Security", `max-age=${YEAR_S}`);
  if (isData(request.url ?? "/")) {
    response.setHeader("Content-Security-Policy", DATA_POLICY);
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce);
  request.headers["content-security-policy"] = policy;
  request.headers[NONCE_HEADER] = nonce;
  response.setHeader("Content-Security-Policy", policy);
}

/** Answers for programs, which no browser has a reason to render. */
function isData(url: string): boolean {
  const path = url.split("?")[0] ?? "";
  return path.startsWith("/api/") || path.startsWith("/webhook/") || coreNames.some((name) => path === `/${name}`);
}
