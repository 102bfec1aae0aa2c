import type { Severity } from "@/lib/incidents/contract";
import type { Dice } from "../dice";

export const types = ["database", "server", "security", "network"] as const;
export type Type = (typeof types)[number];

/** Where and when a story happens. */
export type Scene = { service: string; host: string; at: Date; dice: Dice };

/** What a monitor says of it. */
export type Telling = {
  title: string;
  text: string;
  /** Lines as the failing system itself would log them. */
  errors: string[];
  labels: Record<string, string>;
};

/** One way in which things break, told with other hosts, figures and times each time. */
export type Story = {
  name: string;
  type: Type;
  summary: string;
  severity: Severity;
  /** Each belongs to this story alone, so that two stories never meet in one incident. */
  services: readonly [string, ...string[]];
  tell(scene: Scene): Telling;
};

const pad = (number: number, length: number) => String(number).padStart(length, "0");

/** `2026-11-21 03:14:07.123 UTC`, so many milliseconds before a time: how logs write it. */
export const stamp = (at: Date, msBefore = 0): string =>
  new Date(at.getTime() - msBefore).toISOString().replace("T", " ").replace("Z", " UTC");

/** `03:14 UTC`, so many minutes before a time: how people write it. */
export function clockTime(at: Date, minutesBefore: number): string {
  const then = new Date(at.getTime() - minutesBefore * 60_000);
  return `${pad(then.getUTCHours(), 2)}:${pad(then.getUTCMinutes(), 2)} UTC`;
}

/** An address of one of the networks that documentation may use (RFC 5737). */
export const outsider = (dice: Dice): string =>
  `${dice.of(["192.0.2", "198.51.100", "203.0.113"])}.${dice.between(1, 254)}`;

export const insider = (dice: Dice): string =>
  `10.${dice.between(0, 31)}.${dice.between(0, 255)}.${dice.between(1, 254)}`;
