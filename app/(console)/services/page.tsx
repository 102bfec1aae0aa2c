import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ServiceList } from "@/components/services/service-list";
import { listServices } from "@/lib/monitoring";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage() {
  const { ctx } = await pageSession("/services");
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Services</h1>
      <section aria-label="Services" className="rounded-xl border border-line bg-surface">
        <ServiceList initial={await listServices(ctx)} />
      </section>
    </div>
  );
}
