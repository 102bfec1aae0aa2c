import type { Redis } from "ioredis";
import { withoutSecretsDeep } from "@/lib/platform/redact";
import type { Known } from "../facts";
import type { Answer } from "./finding";

/** One read-only question to a Redis server, and what an answer to it means, live or recorded. */
export type RedisCollector = {
  source: string;
  /** The command, as redis-cli takes it. */
  command: string[];
  /** What is asked next, of what it answered: KEY stands for each. */
  next: string[][];
  /** `secrets` of the server are gone before anything is made of its answer, so that nothing is cut in half later. */
  read(redis: Redis, secrets: readonly string[]): Promise<Answer>;
  parse(answer: unknown): Answer;
};

export const redisCollector = (question: {
  source: string;
  command: string[];
  next?: string[][];
  ask(redis: Redis): Promise<unknown>;
  parse(answer: unknown): Answer;
}): RedisCollector => ({
  source: question.source,
  command: question.command,
  next: question.next ?? [],
  read: async (redis, secrets) => question.parse(withoutSecretsDeep(await question.ask(redis), secrets)),
  parse: question.parse,
});

/** A section of INFO, shown as it is. */
export const infoCollector = (
  section: string,
  factsOf: (fields: Map<string, string>, text: string) => Partial<Known>,
  source = `redis.${section}`,
): RedisCollector =>
  redisCollector({
    source,
    command: ["INFO", section],
    ask: (redis) => redis.info(section),
    parse(answer) {
      const text = String(answer);
      return { text, facts: factsOf(infoFields(text), text) };
    },
  });

/** The `name:value` lines of an INFO answer. */
export function infoFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at > 0 && !line.startsWith("#")) fields.set(line.slice(0, at), line.slice(at + 1));
  }
  return fields;
}

/** A number of an answer; null when there is none. */
export function numberIn(fields: Map<string, string>, name: string): number | null {
  const value = fields.get(name);
  return value !== undefined && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : null;
}

/** Redis says 0 where there is no limit. */
export const limit = (value: number | null): number | null => (value ? value : null);

/** CONFIG GET's answer, a flat list of names and values. */
export function configFields(answer: unknown): { fields: Map<string, string>; text: string } {
  const flat = Array.isArray(answer) ? answer.map(String) : [];
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? "", flat[i + 1] ?? "");
  return { fields, text: [...fields].map(([name, value]) => `${name} ${value}`).join("\n") };
}
