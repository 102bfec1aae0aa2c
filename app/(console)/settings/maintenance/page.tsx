import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { MaintenanceList } from "@/components/maintenance/maintenance-list";
import { listWindows } from "@/lib/maintenance";
import { ListMaintenanceWindows } from "@/lib/maintenance/contract";
import { listServices } from "@/lib/monitoring";

export const metadata: Metadata = { title: "Maintenance" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MaintenancePage({ searchParams }: Props) {
  const asked = await searchParams;
  const query = ListMaintenanceWindows.catch({ page: 1, page_size: 20 }).parse({ page: asked.page });
  const { ctx } = await pageSession("/settings/maintenance", asked);
  const [windows, services] = await Promise.all([listWindows(ctx, query), listServices(ctx)]);
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Maintenance</h1>
        <p className="text-sm text-muted">Planned work, during which alerts about its services wake nobody.</p>
      </div>
      <MaintenanceList key={query.page} initial={windows} services={services.map(({ name }) => name)} />
    </>
  );
}
