import { withoutCitations } from "@/components/diagnosis/citations";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import type { IncidentView, TimelineEntryView } from "@/lib/incidents/contract";
import { type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";
import { canProposal, type ExecutionView, isFinal, type ProposalView } from "@/lib/remediation/contract";

/** What a person should do now. Every stage has exactly one. */
export type NextStep =
  | { kind: "done"; title: string; text: string }
  | { kind: "watch"; title: string; text: string }
  | { kind: "decide"; title: string; text: string }
  | { kind: "wait"; title: string; text: string }
  | { kind: "handle"; title: string; text: string }
  /** Nightshift cannot reach what is broken: no fix of its own could come. */
  | { kind: "person"; title: string; text: string }
  | { kind: "propose"; title: string; text: string };

type Situation = {
  incident: Pick<
    IncidentView,
    "status" | "resolution" | "escalation" | "service_name" | "alert_source" | "kept_open_by"
  > & {
    diagnosis: Pick<DiagnosisView, "state" | "root_cause" | "immediate_actions"> | null;
    has_remedy: boolean | null;
  };
  /** Why nothing could be proposed when somebody asked last, as long as nothing was found out since. */
  refusal: string | null;
  proposal: Pick<ProposalView, "state" | "title" | "execution_id" | "decided_by"> | null;
  execution: Pick<ExecutionView, "id" | "state" | "outcome" | "worker_silent"> | null;
  service: Pick<ServiceView, "kind" | "status" | "health"> | null;
};

/** The last refusal of a fix that the story tells of; null when a diagnosis, a proposal or a run has come since. */
export function refusalIn(timeline: readonly Pick<TimelineEntryView, "kind" | "data">[]): string | null {
  const last = timeline.findLast(({ kind }) => ["proposal", "diagnosis", "execution", "reopened"].includes(kind));
  return typeof last?.data.why === "string" ? last.data.why : null;
}

export function nextStep({ incident, proposal, execution, service, refusal }: Situation): NextStep {
  if (execution?.state === "unknown")
    return {
      kind: "watch",
      title: "Nobody knows yet how the run ended",
      text: "The worker was lost in the middle. Nightshift looks at the real state of the target; it does not run the command again.",
    };
  if (execution?.state === "queued")
    return {
      kind: "watch",
      title: "Approved, and waiting for a worker",
      text: "Nothing runs yet. A worker takes it up within a second, or once another fix of this service has ended; when it does not begin, no worker is running. You can still cancel it.",
    };
  if (execution?.worker_silent)
    return {
      kind: "watch",
      title: "The worker that runs this has gone silent",
      text: "Nothing has been heard of it for some seconds. A worker that lives looks at the target and settles it within seconds; when nothing changes, no worker is running.",
    };
  if (execution && !isFinal(execution.state))
    return {
      kind: "watch",
      title: execution.state === "verifying" ? "Checking that it worked" : "The fix is running",
      text: "Watch it live below. You can cancel it.",
    };
  if (proposal?.state === "approved" && proposal.execution_id !== execution?.id)
    return { kind: "wait", title: "Approved", text: "The run is about to start." };
  if (incident.status === "resolved")
    return { kind: "done", title: "Resolved", text: incident.resolution ?? "Nothing is left to do." };
  if (proposal && canProposal("approve", proposal.state))
    return {
      kind: "decide",
      title: "A proposal waits for your decision",
      text: `${proposal.title}. Nothing runs until you approve it.`,
    };
  const rejected =
    proposal?.state === "rejected" ? `${proposal.decided_by} rejected the last proposal, “${proposal.title}”.` : null;
  if (incident.escalation)
    return {
      kind: "handle",
      title: "Automation gave this back to you",
      // A run says how it ended a moment before the incident does.
      text: sentences(execution?.outcome ?? incident.escalation, rejected),
    };
  if (incident.diagnosis?.state === "running")
    return {
      kind: "wait",
      title: "Finding out what is wrong",
      text: "Evidence is being collected. This takes a few seconds.",
    };
  if (!incident.service_name)
    return {
      kind: "person",
      title: "This one is for a person",
      text: "The incident belongs to no watched service, so Nightshift cannot look or act by itself.",
    };
  if (service?.kind === UNMANAGED)
    return {
      kind: "person",
      title: "This one is for a person",
      text: `Nightshift knows ${incident.service_name} from alerts alone, so it can neither look there nor act. Once it is added as a service, it can.`,
    };
  if (service?.status === "healthy" && incident.alert_source === "monitoring" && incident.kept_open_by === null)
    return {
      kind: "wait",
      title: "It is healthy again",
      text: `Health is ${Math.round(service.health ?? 100)} now. The incident is resolved after one more good sample.`,
    };
  const cause = incident.diagnosis?.root_cause?.statement;
  const byHand = incident.diagnosis?.immediate_actions[0];
  if (incident.has_remedy === false)
    return {
      kind: "person",
      title: "This one is for a person",
      text: sentences(
        cause ? withoutCitations(cause) : null,
        "There is no action against that",
        byHand ? withoutCitations(byHand) : null,
      ),
    };
  if (refusal)
    return {
      // A fix can be asked for again, once what was in its way is done.
      kind: "handle",
      title: "This one is for a person",
      text: sentences(rejected, refusal, byHand ? withoutCitations(byHand) : null),
    };
  return {
    kind: "propose",
    title: "Ask for a fix that you can read first",
    text: sentences(
      rejected,
      cause ? withoutCitations(cause) : "Nightshift will say exactly what it would run, and what that would change.",
    ),
  };
}

/** One after the other, each with its full stop. */
const sentences = (...all: (string | null)[]): string =>
  all
    .filter((text) => text !== null && text !== "")
    .map((text) => (/[.!?…]$/.test(`${text}`) ? text : `${text}.`))
    .join(" ");
