import { outcomeWords } from "@/lib/alerts/contract";
import { ms, quantile } from "../bench/figures";
import type { Became } from "./outcomes";
import type { Sent } from "./send";

/** Counts and times of what was sent, gathered while it is. */
export class Tally {
  readonly latencies: number[] = [];
  acknowledged = 0;
  private readonly refusals = new Map<string, { count: number; says: string }>();

  get sent(): number {
    return this.latencies.length;
  }

  take(sent: Sent): void {
    this.latencies.push(sent.latencyMs);
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
    const refusals = [...this.refusals].map(([what, { count, says }]) =>
      line("", `${number(count)} ${what}${says === "" ? "" : `: ${says}`}`),
    );
    const latency = [
      ...([0.5, 0.95, 0.99] as const).map((share) => [`p${share * 100}`, share] as const),
      ["max", 1] as const,
    ]
      .map(([name, share]) => `${name} ${ms(quantile(this.latencies, share))}`)
      .join("  ");
    return [
      line("Sent", number(this.sent)),
      line("Acknowledged", `${number(this.acknowledged)} with 202`),
      ...(refusals.length > 0 ? [line("Not", number(this.sent - this.acknowledged)), ...refusals] : []),
      ...(this.sent > 0 ? [line("Latency", latency)] : []),
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
