import type { IncidentAlerts } from "@/lib/alerts/contract";
import type { ProbeResult } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { readAlerts } from "./collectors/alerts";
import { noContainer, readInspect } from "./collectors/docker-target";
import { type Answer, unanswered } from "./collectors/finding";
import { readProbe } from "./collectors/fresh-probe";
import { collectFromIncident, type IncidentSample } from "./collectors/incident-sample";
import { logSigns } from "./collectors/log-signs";
import { postgresCollectors } from "./collectors/postgres";
import type { Row } from "./collectors/postgres-collector";
import { readDisk } from "./collectors/process-target";
import { redisCollectors } from "./collectors/redis";
import { type Conclusion, conclude } from "./conclude";
import { connectionFailureOf } from "./connection-failure";
import { type Finding, factsOf, type Subject } from "./facts";

/** What one question was answered with: the text, reply or rows as they came. `of` is the command or the collector's name. */
export type Output = { of: string; answer: unknown };
export type Recording = { subject: Subject; outputs: readonly Output[] };

const readers = new Map<string, (answer: unknown) => Answer>([
  ...redisCollectors.map(({ command, parse }) => [command.join(" "), parse] as const),
  ...postgresCollectors.map(({ source, read }) => [source, (rows: unknown) => read(rows as Row[])] as const),
  ["probe", (answer) => readProbe(answer as ProbeResult)],
  [
    "docker inspect",
    (answer) => (answer === null ? noContainer : readInspect(answer as Parameters<typeof readInspect>[0])),
  ],
  ["df", (answer) => readDisk(answer as Parameters<typeof readDisk>[0])],
  ["alerts", (answer) => readAlerts(answer as IncidentAlerts)],
  ["log", (answer) => ({ text: String(answer), facts: { targetLog: logSigns(String(answer).split("\n")) } })],
]);

/** Reads recorded answers as the collectors read live ones, and judges them. Throws when nobody reads what was recorded. */
export function judgeRecording({ subject, outputs }: Recording): Conclusion {
  const findings = outputs.map(findingOf);
  return conclude(factsOf(subject, findings), findings);
}

function findingOf({ of, answer }: Output): Finding {
  if (of === "incident") return collectFromIncident(answer as IncidentSample);
  if (of === "session")
    return unanswered(of, of, new Error(String(answer)), { sessionFailure: connectionFailureOf(String(answer)) });
  const read = readers.get(of);
  if (!read) throw new Error(`Nobody reads ${of}`);
  return { source: of, command: of, collectedAt: clock.now(), outcome: "answered", ...read(answer) };
}
