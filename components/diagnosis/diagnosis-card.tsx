"use client"; // Starts a new investigation and shows its progress.

import type { ReactNode } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { WhatHelpedBefore } from "@/components/remediation/fix-record";
import { useRoleReason } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ChevronIcon } from "@/components/ui/icons";
import { dollars } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Ago } from "@/components/ui/time";
import type { DiagnosisView, ToldCause } from "@/lib/diagnosis/contract";
import type { FixRecord } from "@/lib/remediation/contract";
import { Advice } from "./advice";
import { ByRules } from "./by-rules";
import { CitedText } from "./cited-text";
import { EvidenceList } from "./evidence-list";
import { ExportLink } from "./export-link";
import { Feedback } from "./feedback";
import { hasLooked } from "./has-looked";
import { Hypotheses } from "./hypotheses";
import { Investigation } from "./investigation";
import { ToldCauses } from "./told-causes";

type Props = {
  incidentId: string;
  diagnosis: DiagnosisView | null;
  /** What has helped against this fault before. */
  records: FixRecord[];
  /** What people said was really wrong with earlier ones like this. */
  told: ToldCause[];
  /** The solution on the same page says what to do, so it is not said here as well. */
  hasSolution: boolean;
  blocked: string | null;
  isResolved: boolean;
  onChange: () => void;
};

export function DiagnosisCard(props: Props) {
  const { incidentId, diagnosis, records, told, hasSolution, blocked, isResolved, onChange } = props;
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"diagnose">();
  const isRunning =
    pending === "diagnose" || diagnosis?.state === "running" || diagnosis?.investigation?.state === "running";
  const diagnose = () =>
    run("diagnose", async () => {
      await post(`/incidents/${incidentId}/diagnose`, { engine: "auto" });
      onChange();
    });
  const isBeside = diagnosis?.investigation?.id !== diagnosis?.id;
  const investigation = diagnosis?.investigation && (
    <Investigation
      incidentId={incidentId}
      investigation={diagnosis.investigation}
      evidence={diagnosis.evidence}
      isBeside={isBeside}
      onChange={onChange}
    />
  );
  // What happens now, and that nothing came of it, stands with the cause; how a conclusion was come to stands below it.
  return (
    <Card
      title="Diagnosis"
      id="diagnosis"
      note={diagnosis && <By diagnosis={diagnosis} />}
      actions={
        <>
          {diagnosis && isOver(diagnosis) && (
            <ExportLink incidentId={incidentId} diagnosisId={diagnosis.id} reason={role} />
          )}
          {!isResolved && (
            <Button small busy={isRunning} reason={role ?? blocked} onClick={diagnose}>
              {isRunning ? "Diagnosing…" : diagnosis ? "Diagnose again" : "Diagnose"}
            </Button>
          )}
        </>
      }
    >
      {/* What a model or a server says may have no place to break. */}
      <div className="flex flex-col gap-4 wrap-anywhere">
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {isResolved && (
          <p className="text-sm text-muted">
            {diagnosis === null ? "Nothing was investigated before it was resolved." : "It is resolved."} What can be
            measured now is about another time; reopen it to look again.
          </p>
        )}
        {diagnosis === null ? (
          !isResolved && (
            <p className="text-sm text-muted">
              Nothing has been investigated yet. It starts by itself when an incident opens for a watched service.
            </p>
          )
        ) : (
          <Findings diagnosis={diagnosis} records={records} hasSolution={hasSolution} isResolved={isResolved}>
            <ToldCauses causes={told} />
            {isBeside && investigation}
          </Findings>
        )}
        {diagnosis === null && <ToldCauses causes={told} />}
        {!isBeside && investigation}
        {diagnosis && <SpentInAll diagnosis={diagnosis} />}
        {diagnosis && isOver(diagnosis) && <Feedback key={diagnosis.id} diagnosis={diagnosis} onChange={onChange} />}
      </div>
    </Card>
  );
}

const isOver = ({ state }: DiagnosisView) => state === "completed" || state === "inconclusive";

function By({ diagnosis }: { diagnosis: DiagnosisView }) {
  const soFar = diagnosis.investigation?.state === "running" ? " so far" : "";
  const by = diagnosis.engine === "rules" ? `by rules${soFar}` : `by ${diagnosis.model ?? "Claude"}`;
  return (
    <>
      {by}
      {diagnosis.completed_at && (
        <>
          , <Ago at={diagnosis.completed_at} />
        </>
      )}
      {diagnosis.cost.usd > 0 && `, ${dollars(diagnosis.cost.usd, 3)}`}
    </>
  );
}

/** Of everything that was asked about the incident, also what came to nothing. */
function SpentInAll({ diagnosis: { spent_on_incident: spent } }: { diagnosis: DiagnosisView }) {
  if (spent.answers === 0) return null;
  return (
    <p className="text-xs text-muted tabular-nums">
      Claude has cost {dollars(spent.usd, 3)} on this incident so far, in {spent.answers.toLocaleString("en-US")}{" "}
      {spent.answers === 1 ? "answer" : "answers"}: investigations and questions, however they ended.
    </p>
  );
}

type FindingsProps = {
  diagnosis: DiagnosisView;
  records: FixRecord[];
  hasSolution: boolean;
  /** Then what could be done is no order any more. */
  isResolved: boolean;
  children: ReactNode;
};

/** What a diagnosis came to, with what it rests on. `children` stand between the two. */
export function Findings({ diagnosis, records, hasSolution, isResolved, children }: FindingsProps) {
  const { state, summary, root_cause: cause, evidence } = diagnosis;
  const isUnseen = state === "inconclusive" && !hasLooked(evidence);
  // The rules begin with the cause, which stands above by itself.
  const more = cause && summary?.startsWith(cause.statement) ? summary.slice(cause.statement.length).trim() : summary;
  return (
    <>
      {diagnosis.question && (
        <p className="text-sm text-muted">
          <span className="font-medium">Asked:</span> {diagnosis.question}
        </p>
      )}
      {state === "running" && (
        <div role="status" className="flex flex-col gap-2">
          <p className="text-sm text-muted">Collecting evidence…</p>
          {evidence.length === 0 && <Skeleton className="h-20" />}
        </div>
      )}
      {state === "inconclusive" &&
        (isUnseen ? (
          <Notice tone="info" title="Nothing could be looked at.">
            {summary ? (
              <CitedText text={summary} evidence={evidence} />
            ) : (
              "Nightshift knows only what alerts say of it, so there is nothing to explain it by."
            )}
          </Notice>
        ) : (
          <Notice tone="warn" title="Inconclusive.">
            What was observed fits no explanation that Nightshift knows. The evidence is below for you to judge.
          </Notice>
        ))}
      {state === "failed" && (
        <Notice tone="bad" title="The investigation failed.">
          Try again, or look at the evidence that was collected until then.
        </Notice>
      )}
      {cause && (
        <div className="rounded-lg border-l-4 border-accent bg-accent-soft px-3 py-2.5">
          <div className="mb-1 flex flex-wrap items-center gap-2">
            <h3 className="text-sm font-semibold">Root cause</h3>
            <Badge tone="quiet">{Math.round(cause.confidence * 100)} % sure</Badge>
            {diagnosis.engine === "claude" && (
              <Badge tone={cause.is_measured ? "ok" : "warn"}>
                {cause.is_measured ? "the rules found the same" : "the rules did not find it"}
              </Badge>
            )}
          </div>
          <p>
            <CitedText text={cause.statement} evidence={evidence} />
          </p>
        </div>
      )}
      {/* The rules begin their sentence with these words; Claude's may begin with any. */}
      {state === "completed" && !cause && diagnosis.engine === "claude" && (
        <h3 className="text-sm font-semibold">No fault found</h3>
      )}
      {more && !isUnseen && (
        <p className="text-sm">
          <CitedText text={more} evidence={evidence} />
        </p>
      )}
      <ByRules diagnosis={diagnosis} />
      {children}
      {diagnosis.hypotheses.length > 0 && (
        <div>
          <h3 className="mb-2 text-sm font-semibold">What was considered</h3>
          <Hypotheses diagnosis={diagnosis} />
        </div>
      )}
      {isResolved ? (
        diagnosis.immediate_actions.length > 0 && (
          <Folded title="What could be done then">
            <Advice title="Before it was resolved" items={diagnosis.immediate_actions} evidence={evidence} ordered />
          </Folded>
        )
      ) : hasSolution ? (
        <p className="text-sm text-muted">
          What to do stands in the{" "}
          <a href="#solution" className="font-medium text-accent underline">
            solution
          </a>
          .
        </p>
      ) : (
        <Advice title="Do now" items={diagnosis.immediate_actions} evidence={evidence} ordered />
      )}
      <WhatHelpedBefore records={records} />
      {evidence.length > 0 && (
        <div>
          <h3 className="mb-2 text-sm font-semibold">
            Evidence <span className="font-normal text-muted">({evidence.length})</span>
          </h3>
          <EvidenceList evidence={evidence} />
        </div>
      )}
      {!hasSolution && (diagnosis.long_term_fixes.length > 0 || diagnosis.monitoring.length > 0) && (
        <Folded title="For later">
          <Advice title="Long-term fixes" items={diagnosis.long_term_fixes} evidence={evidence} />
          <Advice title="What to watch" items={diagnosis.monitoring} evidence={evidence} />
        </Folded>
      )}
    </>
  );
}

const Folded = ({ title, children }: { title: string; children: ReactNode }) => (
  <details className="group">
    <summary className="flex min-h-8 items-center gap-1 text-sm font-semibold">
      <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
      {title}
    </summary>
    <div className="mt-2 flex flex-col gap-3">{children}</div>
  </details>
);
