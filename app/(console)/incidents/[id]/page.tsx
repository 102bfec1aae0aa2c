import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { IncidentScreen } from "@/components/incidents/incident-screen";
import { listIncidentAlerts } from "@/lib/alerts";
import { agentStatus, listDiagnoses, listQuestions } from "@/lib/diagnosis";
import type { AgentStatus } from "@/lib/diagnosis/contract";
import { getIncident, listRelated, listTimeline } from "@/lib/incidents";
import { relevantArticles } from "@/lib/knowledge";
import { listServices } from "@/lib/monitoring";
import { listWordBacks } from "@/lib/outbound";
import { presentIncident } from "@/lib/realtime";
import { listExecutions, listProposals } from "@/lib/remediation";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const { ctx } = await pageSession(`/incidents/${id}`);
  const incident = await orNotFound(getIncident(ctx, id));
  return { title: `#${incident.number} ${incident.title}` };
}

export default async function IncidentPage({ params }: Props) {
  const { id } = await params;
  const { ctx } = await pageSession(`/incidents/${id}`);
  const incident = await orNotFound(presentIncident(ctx, id));
  const [timeline, proposals, executions, services, related, alerts, words, articles, diagnoses, questions, agent] =
    await Promise.all([
      listTimeline(ctx, id),
      listProposals(ctx, id),
      listExecutions(ctx, id),
      listServices(ctx),
      listRelated(ctx, id, { limit: 5 }),
      listIncidentAlerts(ctx, id),
      listWordBacks(ctx, id),
      relevantArticles(ctx, id, {}),
      listDiagnoses(ctx, id),
      listQuestions(ctx, id),
      agentStatus(ctx),
    ]);
  const service = services.find((known) => known.id === incident.service_id) ?? null;
  return (
    <IncidentScreen
      key={id}
      initial={{ incident, timeline, proposals, executions, alerts, words, articles }}
      service={service}
      related={related}
      diagnoses={diagnoses}
      asking={agent.has_key || questions.total > 0 ? { questions, whyNot: whyNotOf(agent) } : null}
    />
  );
}

const whyNotOf = ({ engines }: AgentStatus): string | null =>
  engines.find(({ name }) => name === "claude")?.why_not ?? null;
