import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { IntegrationList } from "@/components/integrations/integration-list";
import { availableSources, listIntegrations } from "@/lib/integrations";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsPage() {
  const { ctx } = await pageSession("/integrations");
  const [integrations, available] = await Promise.all([listIntegrations(ctx), availableSources(ctx)]);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Integrations</h1>
        <p className="text-sm text-muted">Where alerts come from. What comes in is kept before it is acknowledged.</p>
      </div>
      <IntegrationList initial={integrations} available={available} />
    </div>
  );
}
