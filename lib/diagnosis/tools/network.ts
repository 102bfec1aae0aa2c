import { resolve4, resolve6 } from "node:dns/promises";
import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

// Only ever the address under which the service is registered: an address that a text names is none to call.

export const dnsLookup = tool({
  name: "dns_lookup",
  says: "What the name of the service resolves to, by the name servers that Nightshift uses.",
  input: z.object({}),
  fits: ({ watched }) => watched !== null && isIP(watched.connection.host) === 0,
  look: ({ watched }) => {
    const { host } = (watched as Watched).connection;
    return ask("dns", commandLine(["dig", "+short", host, "A", host, "AAAA"]), COLLECTOR_MS, async () => {
      const [four, six] = await Promise.allSettled([resolve4(host, { ttl: true }), resolve6(host, { ttl: true })]);
      const words = (kind: string, found: PromiseSettledResult<{ address: string; ttl: number }[]>) =>
        found.status === "fulfilled"
          ? found.value.map(({ address, ttl }) => `${kind} ${address} for ${ttl} s`)
          : [`${kind} none: ${(found.reason as NodeJS.ErrnoException).code ?? "failed"}`];
      return { text: [...words("A", four), ...words("AAAA", six)].join("\n"), facts: {} };
    });
  },
});

export const tcpConnect = tool({
  name: "tcp_connect",
  says: "Whether the port of the service accepts a connection, and how long that takes, five times.",
  input: z.object({}),
  fits: ({ watched }) => watched !== null,
  look: ({ watched }) => {
    const { host, port } = (watched as Watched).connection;
    return ask("tcp", commandLine(["nc", "-vz", host, String(port)]), COLLECTOR_MS, async () => {
      const lines: string[] = [];
      for (let i = 0; i < 5; i++) lines.push(await once(host, port));
      return { text: lines.join("\n"), facts: {} };
    });
  },
});

function once(host: string, port: number): Promise<string> {
  const began = performance.now();
  const took = () => `${(performance.now() - began).toFixed(1)} ms`;
  return new Promise((done) => {
    const socket = connectTcp({ host, port, timeout: 800 });
    const end = (words: string) => {
      socket.destroy();
      done(`${words} after ${took()}`);
    };
    socket.once("connect", () => end("connected"));
    socket.once("timeout", () => end("no answer"));
    socket.once("error", (error: NodeJS.ErrnoException) => end(`refused (${error.code ?? "error"})`));
  });
}

export const tlsCertificate = tool({
  name: "tls_certificate",
  says: "The certificate that the service shows, when it speaks TLS from the first byte: for which names, by whom, until when.",
  input: z.object({}),
  fits: ({ watched }) => watched !== null,
  look: ({ watched }) => {
    const { host, port } = (watched as Watched).connection;
    const name = isIP(host) === 0 ? { servername: host } : {};
    return ask("tls", commandLine(["openssl", "s_client", "-connect", `${host}:${port}`]), COLLECTOR_MS, async () => ({
      text: await new Promise<string>((done) => {
        // The certificate is what is asked about, so one that nobody should trust is an answer.
        const socket = connectTls({ host, port, ...name, rejectUnauthorized: false, timeout: 3_000 });
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
      }),
      facts: {},
    }));
  },
});
