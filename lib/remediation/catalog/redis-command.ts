import type { Watched } from "@/lib/monitoring";
import type { Command } from "./action";

const TIMEOUT_MS = 30_000;

/** What Redis answers when it has done it; anything else is a refusal, which redis-cli prints and ends with code 0. */
export const DONE = /^OK$/;
export const COUNTED = /^\d+$/;

/** `redis-cli` with these arguments, as it reaches the service from where commands run. The password goes by the environment, never in argv. */
export function redisCommand(watched: Watched, answer: RegExp, ...args: string[]): Command {
  const { host, port, username, password } = watched.connection;
  const outside = watched.target.kind === "process";
  return {
    kind: "run",
    argv: [
      "redis-cli",
      ...(outside && host !== "127.0.0.1" && host !== "localhost" ? ["-h", host] : []),
      ...(outside ? ["-p", String(port)] : []),
      ...(username ? ["--user", username] : []),
      ...args,
    ],
    env: password ? { REDISCLI_AUTH: password } : {},
    timeoutMs: TIMEOUT_MS,
    answer,
  };
}

/** The value of one field of an INFO answer, as a number; 0 when the server does not report it. */
export function infoNumber(info: string, field: string): number {
  const line = info.split("\r\n").find((text) => text.startsWith(`${field}:`));
  return line ? Number(line.slice(field.length + 1)) : 0;
}

/** The value of one field of an INFO answer, as text. */
export function infoText(info: string, field: string): string {
  const line = info.split("\r\n").find((text) => text.startsWith(`${field}:`));
  return line ? line.slice(field.length + 1) : "";
}

/** Bytes as people say them: 49.8 MB. */
export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** A count with thousands separated: 412,113. */
export const count = (value: number): string => value.toLocaleString("en-US");
