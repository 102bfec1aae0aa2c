import { z } from "zod";
import type { Changes, GitHub } from "@/lib/github";
import { ask } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

const LOOK_MS = 18_000;
/** GitHub gets less, so that what was heard until then is told. */
const GITHUB_MS = 15_000;
const SHOWN = 30;
const HOUR_MS = 3_600_000;
/** An incident is often noticed later than it began, and what people then changed is worth knowing, too. */
const AFTER_MS = HOUR_MS;

export const recentChanges = tool({
  name: "recent_changes",
  says: "What was changed in the service's repository before the incident, and in its first hour, as GitHub knows it: deployments, merged pull requests and commits of the default branch, newest first, each with how long before the incident it was.",
  input: z.object({
    hours: z.int().min(1).max(168).default(24).describe("How far back from the beginning of the incident"),
  }),
  fits: ({ links, github }) => links.repository !== null && github !== null,
  look: ({ incident, links, github }, { hours }) => {
    const repository = links.repository as string;
    const began = incident.createdAt;
    const from = new Date(began.getTime() - hours * HOUR_MS);
    const until = new Date(began.getTime() + AFTER_MS);
    const { host, changes } = github as GitHub;
    const command = `what ${host} knows of ${repository} from ${from.toISOString()} to ${until.toISOString()}`;
    return ask("github", command, LOOK_MS, async () => {
      const found = await changes({ repository, from, until, withinMs: GITHUB_MS });
      if ("problem" in found) throw new Error(found.problem);
      return { text: textOf(found, began), facts: {} };
    });
  },
});

function textOf({ branch, deployments, pulls, commits }: Changes, began: Date): string {
  const when = (at: Date) => `${distance(at, began)} (${at.toISOString()})`;
  const by = (name: string | null) => (name === null ? "somebody" : quoted(name, 80));
  return [
    ...section("deployments", deployments, ({ environment, ref, sha, state, by: who, at }) => {
      const how = state === null ? "its state is not known" : quoted(state, 40);
      return `to ${quoted(environment, 80)} of ${quoted(ref, 120)} (${sha.slice(0, 7)}) by ${by(who)}, ${how}, ${when(at)}`;
    }),
    ...section("merged pull requests", pulls, ({ number, title, by: who, base, at }) => {
      return `#${number} ${quoted(title, 200)} by ${by(who)} into ${quoted(base, 120)}, ${when(at)}`;
    }),
    ...section(`commits of the default branch ${quoted(branch, 120)}`, commits, ({ sha, message, by: who, at }) => {
      return `${sha.slice(0, 7)} ${quoted(message.split("\n", 1)[0] ?? "", 200)} by ${by(who)}, ${when(at)}`;
    }),
  ].join("\n");
}

type Section<T> = { items: T[]; hasMore: boolean; problem: string | null };

function section<T>(title: string, { items, hasMore, problem }: Section<T>, line: (item: T) => string): string[] {
  const hidden = items.length - SHOWN;
  const rest =
    hidden > 0 ? [`… and ${hasMore ? "at least " : ""}${hidden} more`] : hasMore ? ["… and there may be more"] : [];
  return [
    `${title}: ${items.length === 0 && !hasMore ? "none in this time" : ""}`.trimEnd(),
    ...items.slice(0, SHOWN).map((item) => `- ${line(item)}`),
    ...(problem === null ? rest : [`- could not be read${items.length === 0 ? "" : " further"}: ${problem}`]),
  ];
}

const units = [
  { name: "day", ms: 24 * HOUR_MS, from: 48 * HOUR_MS },
  { name: "hour", ms: HOUR_MS, from: 2 * HOUR_MS },
  { name: "minute", ms: 60_000, from: 60_000 },
] as const;

/** How far a moment lies from the beginning of an incident, in words. */
export function distance(at: Date, began: Date): string {
  const ms = at.getTime() - began.getTime();
  const side = ms <= 0 ? "before the incident began" : "after the incident began";
  const unit = units.find(({ from }) => Math.abs(ms) >= from);
  if (!unit) return `less than a minute ${side}`;
  const count = Math.floor(Math.abs(ms) / unit.ms);
  return `${count} ${unit.name}${count === 1 ? "" : "s"} ${side}`;
}
