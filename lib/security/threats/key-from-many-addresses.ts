import type { Rule } from "./rule";

export const MANY_ADDRESSES = 5;

export const keyFromManyAddresses: Rule = {
  id: "key-from-many-addresses",
  title: "A key is used from many addresses",
  looksFor: `Calls with one API key from ${MANY_ADDRESSES} addresses on one day, by the access log`,
  advice: [
    "Ask who made the key whether it runs in that many places.",
    "If not, rotate it without an overlap: it was copied.",
    "Give each place a key of its own, so that one can be ended without the others.",
  ],
  detect: ({ keyUses }) =>
    keyUses.map(({ keyId, name, addresses, firstAt, lastAt, calls }) => ({
      severity: "medium" as const,
      subject: { kind: "apiKey", id: keyId, name },
      text: `${name} was used from ${addresses.length} addresses on one day: ${addresses.slice(0, 10).join(", ")}${addresses.length > 10 ? ", …" : ""}`,
      firstAt,
      lastAt,
      count: calls,
      events: [],
    })),
};
