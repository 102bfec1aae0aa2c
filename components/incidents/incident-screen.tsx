"use client"; // Everything on this page is live.

import { useCallback, useEffect, useRef, useState } from "react";
import { DiagnosisCard } from "@/components/diagnosis/diagnosis-card";
import { EarlierDiagnoses } from "@/components/diagnosis/earlier-diagnoses";
import { QuestionsCard } from "@/components/diagnosis/questions-card";
import { SolutionCard } from "@/components/diagnosis/solution-card";
import { EarlierRuns } from "@/components/execution/earlier-runs";
import { LiveTerminal } from "@/components/execution/live-terminal";
import { RelevantArticles } from "@/components/knowledge/relevant-articles";
import { WordBackList } from "@/components/outbound/word-back-list";
import { EarlierProposals } from "@/components/remediation/earlier-proposals";
import { ProposalCard } from "@/components/remediation/proposal-card";
import { useService } from "@/components/services/use-service";
import { Card } from "@/components/ui/card";
import { Told } from "@/components/ui/told";
import type { DiagnosisSummary, DiagnosisView, QuestionView, SolutionView } from "@/lib/diagnosis/contract";
import type { RelatedIncident } from "@/lib/incidents/contract";
import type { ServiceView } from "@/lib/monitoring/contract";
import type { Page } from "@/lib/platform/contract";
import { canProposal, type ExecutionView, isFinal } from "@/lib/remediation/contract";
import { ActionBar } from "./action-bar";
import { Alerts } from "./alerts";
import { ErrorLines } from "./error-lines";
import { Facts } from "./facts";
import { IncidentHeader } from "./incident-header";
import { jumpTo } from "./jump-to";
import { LostSignals } from "./lost-signals";
import { Metrics } from "./metrics";
import { nextStep, refusalIn } from "./next-step";
import { NoteForm } from "./note-form";
import { Related } from "./related";
import { ReportedText } from "./reported-text";
import { Timeline } from "./timeline";
import { type IncidentState, useIncident } from "./use-incident";

/** Then the two stand together: the diagnosis says what is wrong, the solution what to do, and neither repeats the other. */
const isDrawnFrom = (solution: SolutionView | null, diagnosis: DiagnosisView | null): boolean =>
  solution !== null && solution.based_on === diagnosis?.id;

type Props = {
  initial: IncidentState;
  service: ServiceView | null;
  related: RelatedIncident[];
  diagnoses: Page<DiagnosisSummary>;
  /** What was asked, and why nobody can answer now; null where Claude is not set up. */
  asking: { questions: Page<QuestionView>; whyNot: string | null } | null;
};

export function IncidentScreen({ initial, service: initialService, related, diagnoses, asking }: Props) {
  const { incident, timeline, proposals, executions, alerts, words, articles, refresh, putProposal, putExecution } =
    useIncident(initial);
  const { service } = useService(initialService);
  // Somebody who is about to decide is not to lose it from under their hands when another decides, or a newer one comes.
  const [decidingOn, setDecidingOn] = useState<string | null>(null);
  const newest = proposals[0];
  const proposal = proposals.find(({ id }) => id === decidingOn) ?? newest;
  const earlierProposals = proposals.filter(({ id }) => id !== newest?.id && id !== proposal?.id);
  const [execution, ...earlierRuns] = executions;
  const step = nextStep({
    ...{ incident, proposal: newest ?? null, execution: execution ?? null, service },
    refusal: refusalIn(timeline),
  });
  const blocked = incident.service_name ? null : "This incident belongs to no watched service";
  // Nobody looks any more, so there is nothing to draw one from.
  const undiagnosed =
    incident.status === "resolved" && incident.diagnosis === null
      ? "Nothing was diagnosed before it was resolved"
      : null;
  const titleOf = (run: ExecutionView) => proposals.find(({ id }) => id === run.proposal_id)?.title ?? "A run";
  // A person or an alert told of it, the service itself said nothing.
  const isReported = incident.error_logs.length === 0 && incident.description !== "";
  // What a decision or a run is about comes first; the explanation stays below it.
  const isActing = Boolean(
    decidingOn ||
      (proposal && incident.status !== "resolved" && canProposal("approve", proposal.state)) ||
      (execution && !isFinal(execution.state)),
  );

  const lastState = useRef(execution?.state);
  const onExecution = useCallback(
    (changed: ExecutionView) => {
      putExecution(changed);
      // A run that ends changes the incident and its timeline as well.
      if (lastState.current !== changed.state) refresh();
      lastState.current = changed.state;
    },
    [putExecution, refresh],
  );

  const approvedHere = useRef<string | null>(null);
  const onApproved = (started: ExecutionView) => {
    approvedHere.current = started.id;
    putExecution(started);
  };
  // Once it stands there: the question that was answered has given the keyboard back to a button that is gone.
  useEffect(() => {
    if (!execution || execution.id !== approvedHere.current) return;
    approvedHere.current = null;
    jumpTo("run");
  }, [execution]);

  const cards = {
    errors: (
      <Card key="errors" title={isReported ? "What was reported" : `What ${incident.affected_system} says`}>
        {!isReported && <ErrorLines lines={incident.error_logs} />}
        {incident.description && (
          <ReportedText
            text={incident.description}
            links={alerts.alerts.flatMap(({ links }) => links)}
            className={isReported ? "" : "mt-3 text-muted"}
          />
        )}
      </Card>
    ),
    run: execution && (
      // Takes the focus itself: its first button would be the one that cancels it.
      <div key={execution.id} id="run" tabIndex={-1} className="scroll-mt-16 outline-none">
        <LiveTerminal execution={execution} title={titleOf(execution)} onExecution={onExecution} />
      </div>
    ),
    proposal: proposal && (
      <ProposalCard
        key={proposal.id}
        record={incident.fix_records.find(({ action }) => action === proposal.action) ?? null}
        proposal={proposal}
        isResolved={incident.status === "resolved"}
        onDeciding={(isDeciding) => setDecidingOn(isDeciding ? proposal.id : null)}
        onChange={refresh}
        onApproved={onApproved}
      />
    ),
    diagnosis: (
      <DiagnosisCard
        key="diagnosis"
        incidentId={incident.id}
        diagnosis={incident.diagnosis}
        records={incident.fix_records}
        told={incident.told_causes}
        hasSolution={isDrawnFrom(incident.solution, incident.diagnosis)}
        blocked={blocked}
        isResolved={incident.status === "resolved"}
        onChange={refresh}
      />
    ),
    solution: (
      <SolutionCard
        key="solution"
        incidentId={incident.id}
        solution={incident.solution}
        evidence={incident.diagnosis?.evidence ?? []}
        saysCauseAbove={isDrawnFrom(incident.solution, incident.diagnosis)}
        isResolved={incident.status === "resolved"}
        blocked={blocked ?? undiagnosed}
        onChange={refresh}
      />
    ),
  };
  // Keyed, so that a card that moves keeps what it holds: a terminal must not start again.
  const order = isActing
    ? [cards.errors, cards.run, cards.proposal, cards.diagnosis, cards.solution]
    : [cards.errors, cards.run, cards.diagnosis, cards.solution, cards.proposal];

  return (
    <div className="flex flex-col gap-4 max-md:pb-36">
      <IncidentHeader incident={incident} service={service} execution={execution ?? null} />
      {incident.status !== "resolved" && <LostSignals alerts={alerts} />}
      {/* A phone's bar has room for the step's title only. */}
      {step.kind !== "propose" && step.kind !== "decide" && (
        <p className="text-sm text-muted wrap-anywhere md:hidden">
          <Told text={step.text} />
        </p>
      )}
      <ActionBar incident={incident} step={step} onChange={refresh} onProposal={putProposal} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {order}
          {asking && incident.diagnosis && (
            <QuestionsCard incidentId={incident.id} initial={asking.questions} whyNot={asking.whyNot} />
          )}
          <EarlierDiagnoses
            incidentId={incident.id}
            initial={diagnoses}
            shownIds={[incident.diagnosis?.id, incident.diagnosis?.investigation?.id]}
          />
          <EarlierRuns executions={earlierRuns} titleOf={titleOf} />
          <EarlierProposals proposals={earlierProposals} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Details">
            <Facts incident={incident} />
          </Card>
          <Alerts incidentId={incident.id} alerts={alerts} />
          {words.length > 0 && (
            <Card title="Word back">
              <WordBackList words={words.toReversed()} onChange={refresh} />
            </Card>
          )}
          <Metrics incident={incident} />
          <RelevantArticles articles={articles} />
          <Related incidents={related} />
          <Card title="Timeline" id="timeline">
            <div className="flex flex-col gap-5">
              <NoteForm incidentId={incident.id} onChange={refresh} />
              <Timeline entries={timeline} />
            </div>
          </Card>
        </div>
      </div>
    </div>
  );
}
