import { resolve4, resolve6 } from "node:dns/promises";
import { isIP } from "node:net";
import { z } from "zod";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { hostOf } from "./host-of";
import { tool } from "./tool";

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
