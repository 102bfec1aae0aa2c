import { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { loadWatched, secretsOfWatched, type Watched } from "@/lib/monitoring";
import { prisma } from "@/lib/platform/db";
import { AppError, conflict, errorText, invalid, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { withoutSecretsDeep } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import { budgetOf } from "./budget/settings";
import { collectEvidence } from "./collect-evidence";
import { mayBeDatabase } from "./collectors/alert-facts";
import { collectFromAlerts } from "./collectors/alerts";
import { collectFromIncident } from "./collectors/incident-sample";
import { conclude } from "./conclude";
import { Analyze, DiagnoseInput, type DiagnosisView } from "./contract";
import { excerptOf } from "./excerpt";
import { type Finding, factsOf } from "./facts";
import { finishDiagnosis, type Outcome, withoutCause } from "./finish-diagnosis";
import { findIncidentRow } from "./get-diagnosis";
import { claude } from "./investigator/claude";
import { presentDiagnosis } from "./present-diagnosis";
import { giveUpDiagnosis, startDiagnosis } from "./start-diagnosis";
import { rowOf } from "./store-evidence";

const Input = DiagnoseInput.extend({ incidentId: z.string(), question: Analyze.shape.question });
export type DiagnoseIncident = z.input<typeof Input>;

/**
 * Finds out what is wrong with an incident's service: looks at it live and read-only for at most 15 seconds, judges by rules, and stores
 * evidence and outcome. A service that cannot be reached is an outcome, never an error. While one diagnosis of the incident runs, another
 * call gets that one back, in state `running`. Safe to run twice: each run is a diagnosis of its own, and nothing but records is written.
 * Throws `conflict` once the incident is resolved.
 */
export async function diagnoseIncident(ctx: Ctx, input: DiagnoseIncident): Promise<DiagnosisView> {
  require(ctx, "respond");
  const { incidentId, engine, question } = storable(Input.parse(input));
  if (!isId(incidentId)) throw notFound("The incident");
  if (engine === "claude") await requireClaude(ctx);
  const incident = await findIncidentRow(ctx, incidentId);
  const started = await startDiagnosis(ctx, incident.id, { engine: "rules", question: question ?? null });
  if (!started)
    throw conflict("It is resolved: what can be measured now is about another time. Reopen it to look again");
  const { row, isOurs } = started;
  if (!isOurs && question) throw conflict("A diagnosis of this incident is running; ask when it has ended");
  if (!isOurs) return presentDiagnosis(row);

  const watching = watchedOrWhyNot(ctx, incident.serviceId);
  // What people and alerts say of a service is rid of its secrets too. That it cannot be loaded is told by `watching`.
  const secrets = await watching.then(
    (watched) => (typeof watched === "string" ? [] : secretsOfWatched(watched)),
    () => [],
  );
  const findings: Finding[] = [];
  let outcome: Outcome;
  try {
    findings.push(
      collectFromIncident({
        number: incident.number,
        errorLines: withoutSecretsDeep(z.array(z.string()).catch([]).parse(incident.errorLogs), secrets),
        opening: incident.openingSampledAt && {
          ...{ at: incident.openingSampledAt, health: incident.openingHealth, metrics: incident.openingMetrics },
        },
        newest: { at: incident.metricsSampledAt, health: incident.health, metrics: incident.metricsSnapshot },
      }),
    );
    const alerts = await collectFromAlerts(ctx, incident, secrets);
    if (alerts) findings.push(alerts.finding);
    const watched = await watching;
    outcome =
      typeof watched === "string"
        ? nothingToLookAt(watched, incident.serviceName ?? "", findings, alerts?.said)
        : await investigate(watched, findings);
  } catch (error) {
    // A fault of ours, not of the service. It must not leave the diagnosis running.
    const words = excerptOf(errorText(error), secrets);
    logger.error({ error: words, incidentId }, "A diagnosis failed");
    outcome = withoutCause("failed", `The diagnosis could not be carried out: ${words}`);
  }
  const found = findings.map((finding, index) => rowOf({ ...row, diagnosisId: row.id, secrets }, index + 1, finding));
  try {
    return await presentDiagnosis(await finishDiagnosis(ctx, row, { found, isLast: engine === "rules" }, outcome));
  } catch (error) {
    await giveUpDiagnosis(row);
    throw error;
  }
}

async function requireClaude({ organizationId }: Ctx): Promise<void> {
  const instead = "Diagnosis by rules is there: ask for the engine rules, or auto.";
  if (!claude())
    throw invalid(`Claude is not set up here: whoever runs this installation sets ANTHROPIC_API_KEY. ${instead}`);
  if (!(await budgetOf(prisma(), organizationId)).isOn)
    throw invalid(`Claude is switched off here, under Settings, Investigation. ${instead}`);
}

async function investigate(watched: Watched, findings: Finding[]): Promise<Outcome> {
  findings.push(...(await collectEvidence(watched)));
  const { name, kind, target, connection } = watched;
  const subject = {
    name,
    kind,
    host: connection.host,
    port: connection.port,
    target: { kind: target.kind, name: target.name },
  };
  return conclude(factsOf(subject, findings), findings);
}

type WhyNot = "nameless" | "deleted" | "unmanaged";

async function watchedOrWhyNot(ctx: Ctx, serviceId: string | null): Promise<Watched | WhyNot> {
  if (serviceId === null) return "nameless";
  try {
    return await loadWatched(ctx, serviceId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "deleted";
    if (error instanceof AppError && error.code === "conflict") return "unmanaged";
    throw error;
  }
}

const reasons: Record<WhyNot, (name: string) => string> = {
  nameless: () => "This incident names no service that Nightshift watches",
  deleted: () => "The service of this incident is no longer watched",
  unmanaged: (name) => `Nightshift knows ${name} from alerts only and does not watch it`,
};

/** Judged by what the alerts say, as far as that goes. `findings` are the incident's own, and its alerts' when there are any. */
function nothingToLookAt(why: WhyNot, name: string, findings: Finding[], said: string | undefined): Outcome {
  const alerts = said === undefined ? "" : ` What the alerts say is in [${findings.length}]: ${said}`;
  const summary = `${reasons[why](name)}, so whether it answers, what it runs out of and what it logs could not be looked at. What the incident itself says is in [1].${alerts}`;
  const add =
    why === "unmanaged" && mayBeDatabase(findings.at(-1)?.facts.alerts ?? {})
      ? `If ${name} is a Redis or Postgres server, add it to Nightshift under this name and diagnose again; else look at it where its alerts come from.`
      : "Look at it where its alerts come from.";
  const target = { kind: "none", name } as const;
  const judged = conclude(factsOf({ name, kind: null, host: "", port: 0, target }, findings), findings);
  return judged.rootCause
    ? { ...judged, summary: `${judged.summary} ${summary}`, immediateActions: [...judged.immediateActions, add] }
    : { ...withoutCause("inconclusive", summary, [add]), hypotheses: judged.hypotheses };
}
