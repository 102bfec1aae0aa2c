import type { PeerCertificate } from "node:tls";

const MOST_NAMES = 200;

type Failure = Error & { code?: string; cert?: PeerCertificate };

/**
 * Why no connection came about with this host, for whoever entered its address: words for what TLS says with code (Node's documentation,
 * "X509 certificate error codes", and OpenSSL's own reasons). What is no failure of TLS stays as it is.
 */
export function connectionFailure(failure: Failure, host: string): Error {
  const words = wordsFor(failure, host);
  return words === null ? failure : new Error(`${words} (${failure.code})`, { cause: failure });
}

function wordsFor({ code = "", message, cert }: Failure, host: string): string | null {
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    // …:error:0A00010B:SSL routines:<function>:<reason>:<file>:<line>:
    const reason = /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1];
    return reason && /wrong version number|packet length too long|http request/.test(reason)
      ? `What answers at ${host} does not speak TLS; look at the port, and at the https:// before it`
      : `${host} and Nightshift could not agree on how to speak TLS${reason ? `: ${reason}` : ""}`;
  }
  const certificate = `The certificate of ${host}`;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = cert?.subjectaltname?.slice(0, MOST_NAMES);
    return `${certificate} is not for this name${names ? `, but for ${names}` : ""}`;
  }
  if (code === "CERT_HAS_EXPIRED") return `${certificate} has expired`;
  if (code === "CERT_NOT_YET_VALID") return `${certificate} is not valid yet, or a clock is wrong`;
  if (/SELF_SIGNED|ISSUER|VERIFY_LEAF/.test(code)) return `${certificate} is signed by nobody who is trusted here`;
  return /CERT|INVALID_(CA|PURPOSE)|PATH_LENGTH/.test(code) ? `${certificate} is not valid: ${message}` : null;
}
