import { Button } from "@/components/ui/button";

type Props = { incidentId: string; diagnosisId: string; reason: string | null };

/** The diagnosis as a file that can be judged again without the systems, such as one that was wrong. */
export function ExportLink({ incidentId, diagnosisId, reason }: Props) {
  if (reason !== null)
    return (
      <Button small tone="quiet" reason={reason}>
        Export
      </Button>
    );
  return (
    <a
      href={`/api/v1/incidents/${incidentId}/diagnosis/transcript`}
      download={`diagnosis-${diagnosisId}.json`}
      title="What was seen and concluded, redacted, to be judged again elsewhere"
      className="inline-flex min-h-8 items-center rounded-lg px-2.5 text-[0.8125rem] font-medium text-muted hover:bg-sunken hover:text-ink"
    >
      Export
    </a>
  );
}
