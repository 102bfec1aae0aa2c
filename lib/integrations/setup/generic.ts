import type { Setup } from "./setup";

const meanings = {
  title: "what is wrong, in a line",
  description: "more about it",
  severity: "a word of the table of severities",
  service: "the service that it is about",
  dedup_key: "the same for everything about the same problem; without one, title and service tell",
  status: "whether it is there or over",
  at: "since when, as ISO 8601 or in seconds since 1970",
  link: "where to look",
} as const;

export const generic: Setup = ({ address, secret, config: { mapping } }) => {
  const { resolved_when: over, ...fields } = mapping;
  const table = Object.entries(fields)
    .map(([meaning, path]) => `${path.padEnd(20)} ${meanings[meaning as keyof typeof meanings]}`)
    .join("\n");
  const isPlain = Object.values(fields).every((path) => /^\w+$/.test(path));
  return [
    {
      text: "Send JSON to this address by POST, with the secret as a bearer token or as the password of basic authentication.",
      paste: address,
    },
    {
      text: `These fields are read, as the mapping says now. Only the title is needed. It is over when the status is one of: ${over.join(", ")}.`,
      paste: table,
    },
    {
      text: isPlain
        ? "Try it: this opens an incident."
        : "Try it, with a body of your sender's own. Senders that can sign may do that instead: X-Nightshift-Signature: v1=<hex HMAC-SHA256 of the body>.",
      paste: `curl -sS -X POST '${address}' \\
  -H 'Authorization: Bearer ${secret}' \\
  -H 'Content-Type: application/json' \\
  -d '${isPlain ? exampleOf(fields) : "{…}"}'`,
    },
  ];
};

const exampleOf = ({ title, severity, service, dedup_key, status }: Record<string, string>): string =>
  JSON.stringify({
    [String(title)]: "Queue is growing",
    [String(severity)]: "warning",
    [String(service)]: "checkout",
    [String(dedup_key)]: "queue-checkout",
    [String(status)]: "firing",
  });
