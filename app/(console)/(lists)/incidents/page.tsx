import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { Filters } from "@/components/incidents/filters";
import { IncidentList } from "@/components/incidents/incident-list";
import { apiQuery, readQuery, writeQuery } from "@/components/incidents/query";
import { listIncidents } from "@/lib/incidents";
import { listServices } from "@/lib/monitoring";

export const metadata: Metadata = { title: "Incidents" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function IncidentsPage({ searchParams }: Props) {
  const query = readQuery(await searchParams);
  const url = writeQuery(query);
  const { ctx } = await pageSession(`/incidents${url}`);
  const [page, services] = await Promise.all([listIncidents(ctx, apiQuery(query)), listServices(ctx)]);
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Incidents</h1>
      <Filters query={query} services={services.map(({ name }) => name)} />
      <IncidentList key={url} initial={page} query={query} />
    </div>
  );
}
