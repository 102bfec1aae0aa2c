import { outcomeWords } from "@/lib/alerts/contract";
import { ms, quantile } from "../bench/figures";
import type { Became } from "./outcomes";
import type { Sent } from "./send";

/** Counts and times of what was sent, gathered while it is. */
export class Tally {
  acknowledged = 0;
  private readonly latencies: number[] = [];
  private readonly began = performance.now();
  private endedAt = this.began;
  private readonly refusals = new Map<string, { count: number; says: string }>();

  get sent(): number {
    return this.latencies.length;
  }

  /** Whether some were refused for not proving who sent them. */
  get wasDisbelieved(): boolean {
    return this.refusals.has("refused with 401");
  }

  take(sent: Sent): void {
    this.latencies.push(sent.latencyMs);
    this.endedAt = performance.now();
    if ("answer" in sent && sent.answer.status === 202) {
      this.acknowledged++;
      return;
    }
    const [what, says] =
      "answer" in sent
        ? [`refused with ${sent.answer.status}`, saidIn(sent.answer.text)]
        : [`no answer (${sent.problem})`, ""];
    const known = this.refusals.get(what);
    if (known) known.count++;
    else this.refusals.set(what, { count: 1, says });
  }

  /** The figures, a line each. */
  lines(): string[] {
    const { sent, acknowledged, latencies } = this;
    const seconds = (this.endedAt - this.began) / 1_000;
    const rate = sent > 1 ? ` (${number(Number((sent / seconds).toFixed(sent / seconds < 10 ? 1 : 0)))} a second)` : "";
    const latency = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${ms(quantile(latencies, share))}`);
    return [
      line("Sent", `${number(sent)} in ${seconds.toFixed(1)} s${rate}`),
      line("Acknowledged", `${number(acknowledged)} with 202`),
      ...(sent > acknowledged ? [line("Not", number(sent - acknowledged))] : []),
      ...[...this.refusals].map(([what, { count, says }]) =>
        line("", `${number(count)} ${what}${says === "" ? "" : `: ${says}`}`),
      ),
      ...(sent > 0 ? [line("Latency", [...latency, `max ${ms(quantile(latencies, 1))}`].join("  "))] : []),
    ];
  }
}

/** What came of it, a line each. */
export function becameLines({ unread, outcomes, unreadable, opened }: Became): string[] {
  const incidents = opened.map(({ severity, count }) => `${number(count)} ${severity}`).join(", ");
  return [
    ...[...(outcomes ?? [])].map(([outcome, count], i) =>
      line(i === 0 ? "Alerts" : "", `${number(count)} ${outcomeWords[outcome]}`),
    ),
    ...(unreadable > 0 ? [line("Unreadable", number(unreadable))] : []),
    line(
      "Incidents",
      incidents === "" ? "none opened since the first was sent" : `opened since the first was sent: ${incidents}`,
    ),
    ...(unread > 0 ? [line("Unread", `${number(unread)} still wait in the inbox; is the worker running?`)] : []),
  ];
}

export const line = (name: string, text: string): string => `${name.padEnd(14)}${text}`;

const number = (count: number): string => count.toLocaleString("en-US");

/** What a refusal says for people, in one line without anything that a terminal would obey. */
function saidIn(text: string): string {
  let said: unknown;
  try {
    const body = JSON.parse(text);
    said = body?.error ?? body?.errors?.join("; ") ?? body?.message;
  } catch {
    said = "";
  }
  return typeof said === "string" ? said.replace(/\p{Cc}+/gu, " ").slice(0, 300) : "";
}
