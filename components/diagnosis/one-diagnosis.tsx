"use client"; // Its evidence is opened and read in full here.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { IncidentTitle } from "@/components/incidents/incident-title";
import { Card } from "@/components/ui/card";
import { Exact } from "@/components/ui/time";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { Findings } from "./diagnosis-card";
import { Feedback } from "./feedback";
import { Investigation } from "./investigation";

type Props = { incident: IncidentSummary; diagnosis: DiagnosisView };

/** A diagnosis on a page of its own, as it ended. */
export function OneDiagnosis({ incident, diagnosis }: Props) {
  const { refresh } = useRouter();
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-col gap-2">
        <IncidentTitle incident={incident} isBelow />
        <p className="text-sm text-muted">
          One diagnosis of this incident, begun <Exact at={diagnosis.started_at} />.{" "}
          <Link href={`/incidents/${incident.id}`} className="font-medium text-accent underline">
            What holds now
          </Link>{" "}
          stands with the incident.
        </p>
      </header>
      <Card
        title="Diagnosis"
        note={diagnosis.engine === "rules" ? "by rules" : `by ${diagnosis.model ?? "Claude"}`}
        className="max-w-4xl"
      >
        <div className="flex flex-col gap-4 wrap-anywhere">
          <Findings diagnosis={diagnosis} records={[]} hasSolution={false} isResolved={incident.status === "resolved"}>
            {null}
          </Findings>
          {diagnosis.investigation && (
            <Investigation
              incidentId={incident.id}
              investigation={diagnosis.investigation}
              evidence={diagnosis.evidence}
              isBeside={false}
              onChange={refresh}
            />
          )}
          {(diagnosis.state === "completed" || diagnosis.state === "inconclusive") && (
            <Feedback diagnosis={diagnosis} onChange={refresh} />
          )}
        </div>
      </Card>
    </div>
  );
}
