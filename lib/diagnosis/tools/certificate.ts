import { isIP, type LookupFunction } from "node:net";
import { connect } from "node:tls";
import { quoted } from "../excerpt";

const TIMEOUT_MS = 3_000;

type Target = { host: string; port: number; lookup?: LookupFunction };

/** The certificate that a server shows from the first byte on, in lines; or in one line why there is none. */
export function certificateAt({ host, port, lookup }: Target): Promise<string> {
  const name = isIP(host) === 0 ? { servername: host } : {};
  return new Promise((done) => {
    // The certificate is what is asked about, so one that nobody should trust is an answer.
    const socket = connect({
      ...{ host, port, ...name, rejectUnauthorized: false, timeout: TIMEOUT_MS },
      ...(lookup && { lookup }),
    });
    const end = (words: string) => {
      socket.destroy();
      done(words);
    };
    socket.once("secureConnect", () => {
      const { subject, issuer, valid_from: from, valid_to: to, subjectaltname } = socket.getPeerCertificate();
      const trust = socket.authorized ? "trusted here" : `not trusted here (${socket.authorizationError})`;
      end(
        [
          `subject ${quoted(JSON.stringify(subject ?? {}), 300)}`,
          `names ${quoted(subjectaltname ?? "", 500)}`,
          `issuer ${quoted(JSON.stringify(issuer ?? {}), 300)}`,
          `valid from ${from} to ${to}`,
          trust,
        ].join("\n"),
      );
    });
    socket.once("timeout", () => end("It does not answer in TLS"));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end(`It does not speak TLS here (${error.code ?? error.message})`),
    );
  });
}
