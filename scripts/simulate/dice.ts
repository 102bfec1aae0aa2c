import { createHash } from "node:crypto";

/** Chance that a seed decides: the same seed throws the same again. */
export type Dice = {
  /** From 0 up to 1. */
  share(): number;
  /** A whole number; both ends are possible. */
  between(least: number, most: number): number;
  of<const L extends readonly [unknown, ...unknown[]]>(list: L): L[number];
  shuffled<T>(list: readonly T[]): T[];
};

export function diceOf(seed: string): Dice {
  let state = createHash("sha256").update(seed).digest().readUInt32LE();
  // Mulberry32: small, and even enough to tell stories with.
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(share() * (most - least + 1));
  return {
    share,
    between,
    of: (list) => list[between(0, list.length - 1)] ?? list[0],
    shuffled: (list) =>
      list
        .map((item) => ({ item, place: share() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}
