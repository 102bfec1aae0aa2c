import type { ReactNode } from "react";
import { SectionNav } from "@/components/shell/section-nav";
import type { IntegrationDetail } from "@/lib/integrations/contract";
import { IntegrationHeader } from "./integration-header";
import { pathOf } from "./paths";
import { IntegrationProvider } from "./use-integration";

/** What stands around every page of an integration: its name, how it is doing, and its pages. */
export function IntegrationFrame({ integration, children }: { integration: IntegrationDetail; children: ReactNode }) {
  const path = pathOf(integration.name);
  return (
    <IntegrationProvider key={integration.id} initial={integration}>
      <div className="mx-auto flex w-full max-w-5xl flex-col gap-4">
        <IntegrationHeader />
        <SectionNav
          label={`Pages of ${integration.name}`}
          places={[
            { href: path, label: "Overview" },
            { href: `${path}/set-up`, label: "Set up" },
            { href: `${path}/deliveries`, label: "Deliveries" },
            { href: `${path}/settings`, label: "Settings" },
            { href: `${path}/log`, label: "Log" },
          ]}
        />
        {children}
      </div>
    </IntegrationProvider>
  );
}
