import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ActiveWindows } from "@/components/maintenance/active-windows";
import { ServiceList } from "@/components/services/service-list";
import { listWindows } from "@/lib/maintenance";
import { listServices } from "@/lib/monitoring";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage() {
  const { ctx } = await pageSession("/services");
  const [services, windows] = await Promise.all([listServices(ctx), listWindows(ctx, { state: "active" })]);
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Services</h1>
      <ActiveWindows initial={windows} />
      <ServiceList initial={services} />
    </div>
  );
}
