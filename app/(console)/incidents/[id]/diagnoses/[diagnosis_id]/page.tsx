import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { OneDiagnosis } from "@/components/diagnosis/one-diagnosis";
import { getOneDiagnosis } from "@/lib/diagnosis";
import { getIncident } from "@/lib/incidents";

type Props = { params: Promise<{ id: string; diagnosis_id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, diagnosis_id } = await params;
  const { ctx } = await pageSession(`/incidents/${id}/diagnoses/${diagnosis_id}`);
  const { number } = await orNotFound(getIncident(ctx, id));
  return { title: `A diagnosis of #${number}` };
}

export default async function DiagnosisPage({ params }: Props) {
  const { id, diagnosis_id } = await params;
  const { ctx } = await pageSession(`/incidents/${id}/diagnoses/${diagnosis_id}`);
  const [incident, diagnosis] = await Promise.all([
    orNotFound(getIncident(ctx, id)),
    orNotFound(getOneDiagnosis(ctx, id, diagnosis_id)),
  ]);
  return <OneDiagnosis incident={incident} diagnosis={diagnosis} />;
}
