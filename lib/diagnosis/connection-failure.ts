/** Why a service did not let somebody in, as far as its client's error text tells. */
export type ConnectionFailure =
  | "refused"
  | "timeout"
  | "closed"
  | "no-host"
  | "authentication"
  | "no-database"
  | "starting"
  | "redis-clients-full"
  | "postgres-slots-full"
  | "other";

// Texts of Redis (networking.c, acl.c), Postgres (postinit.c, proc.c, auth.c), libuv, ioredis and pg. Anchored where the text is known to
// begin there, because the rest of a line may carry what somebody else wrote, as long as they like: a name in it has 63 bytes.
const signs: [RegExp, ConnectionFailure][] = [
  [/^(?:\S+: )?(?:-?ERR )?max number of clients reached/i, "redis-clients-full"],
  [/(?:^|FATAL: +)sorry, too many clients already/i, "postgres-slots-full"],
  [/(?:^|FATAL: +)remaining connection slots are reserved/i, "postgres-slots-full"],
  [/(?:^|FATAL: +)too many connections for (?:role|database)/i, "postgres-slots-full"],
  [
    /(?:^|FATAL: +)the database system is (?:starting up|shutting down|in recovery mode|not yet accepting)/i,
    "starting",
  ],
  [/^-?LOADING /, "starting"],
  [/^-?(?:NOAUTH|WRONGPASS|NOPERM)\b/, "authentication"],
  [/^-?ERR (?:Client sent AUTH|AUTH <password> called|invalid password)/i, "authentication"],
  [/(?:^|FATAL: +)(?:password|\w+) authentication failed for user/i, "authentication"],
  [/(?:^|FATAL: +)(?:no pg_hba\.conf entry|role ".{0,255}" does not exist|pg_hba\.conf rejects)/i, "authentication"],
  [/^SASL: |client password must be a|(?:^|FATAL: +)empty password returned by client/i, "authentication"],
  [/(?:^|FATAL: +)database ".{0,255}" does not exist/i, "no-database"],
  [/ECONNREFUSED|connection refused/i, "refused"],
  [/ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/, "no-host"],
  [/ETIMEDOUT|timed? ?out|no answer|timeout expired/i, "timeout"],
  [/ECONNRESET|EPIPE|connection (?:is closed|terminated|ended|lost)|socket hang up|closed/i, "closed"],
];

/** Sorts a client's error text; `other` when nothing is recognized. */
export function connectionFailureOf(text: string): ConnectionFailure {
  return signs.find(([sign]) => sign.test(text.trim()))?.[1] ?? "other";
}

/** Whether a line is Redis's refusal of a write for want of memory. */
export const saysOutOfMemory = (line: string): boolean => /^(?:\S+: )?-?OOM command not allowed/.test(line.trim());

/** Whether a line speaks of sessions that wait for locks. */
export const saysLocks = (line: string): boolean =>
  /\block (?:timeout|wait)|waiting (?:for|on) (?:a )?\S*\s?locks?\b|deadlock detected/i.test(line);
