import type { Threat } from "../contract";
import type { EventRow } from "../events/event";

/** An API key that came from several addresses on one day (UTC). */
export type KeyUse = { keyId: string; name: string; addresses: string[]; firstAt: Date; lastAt: Date; calls: number };

/** What rules look at. */
export type Seen = {
  /** Oldest first. */
  events: EventRow[];
  keyUses: KeyUse[];
};

export type Found = Pick<Threat, "severity" | "text" | "subject" | "count"> & {
  firstAt: Date;
  lastAt: Date;
  events: EventRow[];
};

/** One pattern that is looked for. Pure: the same events give the same findings. */
export type Rule = {
  id: string;
  title: string;
  /** What it takes to be found, with its numbers. */
  looksFor: string;
  advice: string[];
  detect(seen: Seen): Found[];
};
