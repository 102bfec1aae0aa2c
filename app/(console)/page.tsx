import { pageSession } from "@/app/_http/page-session";
import { Overview } from "@/components/incidents/overview";
import { apiQuery, readQuery } from "@/components/incidents/query";
import { listIncidents } from "@/lib/incidents";
import { listServices } from "@/lib/monitoring";

export default async function OverviewPage() {
  const { ctx } = await pageSession("/");
  const [incidents, services] = await Promise.all([listIncidents(ctx, apiQuery(readQuery({}))), listServices(ctx)]);
  return <Overview incidents={incidents} services={services} />;
}
