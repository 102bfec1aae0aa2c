import { resolve4, resolve6 } from "node:dns/promises";
import { connect as connectTcp, isIP } from "node:net";
import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { guardedTarget } from "@/lib/platform/guarded-fetch";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { certificateAt } from "./certificate";
import { type Place, tool } from "./tool";

// Only ever the address under which the service is registered: an address that a text names is none to call.

/** Where the service is, or where people say that it tells how it is; null when nobody has said either. */
const hostOf = ({ watched, links }: Place): string | null =>
  watched?.connection.host ?? (links.healthUrl && new URL(links.healthUrl).hostname.replace(/^\[|\]$/g, ""));

export const dnsLookup = tool({
  name: "dns_lookup",
  says: "What the name of the service resolves to, by the name servers that Nightshift uses.",
  input: z.object({}),
  fits: (place) => {
    const host = hostOf(place);
    return host !== null && isIP(host) === 0;
  },
  look: (place) => {
    const host = hostOf(place) as string;
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
  fits: ({ watched, links }) => watched !== null || links.healthUrl?.startsWith("https:") === true,
  look: (place) => {
    const { watched, links } = place;
    const port = watched?.connection.port ?? (Number(new URL(links.healthUrl as string).port) || 443);
    const command = commandLine(["openssl", "s_client", "-connect", `${hostOf(place)}:${port}`]);
    return ask("tls", command, COLLECTOR_MS, async () => {
      // What people have entered as a health address is called as one: only where outgoing calls may go.
      const target = watched?.connection ?? guardedTarget(links.healthUrl as string);
      return { text: await certificateAt(target), facts: {} };
    });
  },
});
