import type { EventRow } from "../events/event";

/** How often the thing happened that an event tells of: repetitions are counted in one. */
export const timesOf = ({ data }: EventRow): number => {
  const times = typeof data.times === "number" ? data.times : 1;
  const repeated = typeof data.repeated === "number" ? data.repeated : 0;
  return times + repeated;
};

export const totalOf = (events: EventRow[]): number => events.reduce((sum, event) => sum + timesOf(event), 0);

/** Events by what `keyOf` says they have in common, each group still oldest first; those for which it says null are left out. */
export function grouped(events: EventRow[], keyOf: (event: EventRow) => string | null): Map<string, EventRow[]> {
  const groups = new Map<string, EventRow[]>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return groups;
}

// Of a window with thousands, the newest say enough; looking at all of them for each would take the square of their number.
const MOST_AT_ONCE = 500;

/**
 * The stretches of events (oldest first) in which every event lies in some window of `withinMs` that `isEnough`. Two that overlap are
 * one: an attack of an hour is one finding, not sixty.
 */
export function bursts(events: EventRow[], withinMs: number, isEnough: (window: EventRow[]) => boolean): EventRow[][] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (let to = 0; to < events.length; to++) {
    const end = events[to]?.at.getTime() ?? 0;
    while (end - (events[from]?.at.getTime() ?? end) > withinMs) from++;
    if (!isEnough(events.slice(Math.max(from, to + 1 - MOST_AT_ONCE), to + 1))) continue;
    const last = found.at(-1);
    if (last && from <= last.to) last.to = to;
    else found.push({ from, to });
  }
  return found.map((one) => events.slice(one.from, one.to + 1));
}

/** Whose account an event at the sign-in is about: a person, or at least what was typed. */
export const accountOf = ({ actor_id: id, data }: EventRow): string | null =>
  id ?? (typeof data.email === "string" ? data.email : null);

export const nameOf = ({ actor_name: name, data }: EventRow): string =>
  name ?? (typeof data.email === "string" ? data.email : "unknown");

export const isFailure = ({ kind }: EventRow): boolean =>
  kind === "sign_in.failed" || kind === "sign_in.throttled" || kind === "totp.failed";

/** The parts of a finding that follow from its events. */
export function restingOn(events: EventRow[]) {
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) throw new Error("A finding rests on at least one event");
  return { firstAt: first.at, lastAt: last.at, count: totalOf(events), events, first };
}

export const addressesOf = (events: EventRow[]): string[] => [
  ...new Set(events.flatMap(({ address }) => (address ? [address] : []))),
];

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
