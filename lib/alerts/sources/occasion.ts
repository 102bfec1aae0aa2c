import type { Severity } from "@/lib/incidents/contract";

/** What a sample is about. */
export type Occasion = {
  state: "firing" | "resolved";
  title: string;
  description?: string;
  service: string;
  severity: Severity;
  dedupKey: string;
  /** When it came to this state. */
  at: Date;
  /** When it began; `at` when left out. */
  startedAt?: Date;
  /** What the sender proves itself with; for the Events API the routing key. Without it the sample proves nothing. */
  secret?: string;
};

/** A request: header names in lower case. */
export type Sample = { headers: Record<string, string>; body: Buffer };

export const jsonSample = (value: unknown, headers: Record<string, string> = {}): Sample => ({
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

export const bearer = (secret: string | undefined): Record<string, string> =>
  secret === undefined ? {} : { authorization: `Bearer ${secret}` };
