import { took } from "@/components/ui/duration";
import type { ExecutionEvent } from "@/lib/remediation/contract";

/** What one line of the terminal is; the screen shows it by a prefix, and repeats it by colour. */
export type LineKind =
  | "section"
  | "note"
  | "command"
  | "stdout"
  | "stderr"
  | "result"
  | "health"
  | "complete"
  | "error";
export type Line = { kind: LineKind; text: string; at: string; isBad: boolean };

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
// Colours, cursor movements and window titles mean nothing here.
const escapes = new RegExp(`${ESC}\\[[0-9;?]*[ -/]*[@-~]|${ESC}\\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\)`, "g");
// Any other control character could hide text from whoever reads it.
const controls = /\p{Cc}/gu;
const clean = (text: string) => text.replace(escapes, "").replaceAll("\t", "    ").replace(controls, "");

const number = (health: number) => String(Math.round(health * 10) / 10);

/** The lines that one event adds. `hasRun` tells whether a command ran before: what is thought after that begins a new section. */
export function linesOf(event: ExecutionEvent, hasRun: boolean): Line[] {
  const isBad = event.status === "failed";
  const line = (kind: LineKind, text: string): Line => ({ kind, text: clean(text), at: event.at, isBad });
  if (event.stream !== null && event.text !== null) {
    const { stream } = event;
    return event.text.split("\n").map((text) => line(stream, text));
  }
  const lines: Line[] = [];
  if (event.command !== null) for (const text of event.command.split("\n")) lines.push(line("command", text));
  const words = wordsOf(event);
  if (words) for (const text of words.split("\n")) lines.push(line(kindOf(event, hasRun), text));
  return lines;
}

function wordsOf(event: ExecutionEvent): string {
  const parts: string[] = [];
  if (event.message !== null) parts.push(event.message);
  else if (event.exit_code !== null) parts.push(`Exit code ${event.exit_code}`);
  if (event.duration_ms !== null) parts.push(`took ${took(event.duration_ms)}`);
  if (event.health_before !== null && event.health_after !== null)
    parts.push(`health ${number(event.health_before)} → ${number(event.health_after)}`);
  // A verdict says its health in words already.
  else if (event.health !== null && !(event.phase === "verification" && event.message !== null))
    parts.push(`health ${number(event.health)}`);
  return parts.join(" · ");
}

function kindOf(event: ExecutionEvent, hasRun: boolean): LineKind {
  switch (event.phase) {
    case "result":
      return "result";
    case "verifying":
    case "verification":
      return "health";
    case "complete":
      return "complete";
    case "error":
      return "error";
    case "thinking":
      return hasRun ? "section" : "note";
    default:
      return "note";
  }
}
