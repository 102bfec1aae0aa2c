"use client"; // The list is live, and a source can be connected from it.

import { useState } from "react";
import { useRoleReason } from "@/components/shell/viewer";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import type { AvailableSource, IntegrationView } from "@/lib/integrations/contract";
import { ConnectDialog } from "./connect-dialog";
import { IntegrationRow } from "./integration-row";
import { SourceList } from "./source-list";
import { useIntegrations } from "./use-integrations";

type Props = { initial: IntegrationView[]; available: AvailableSource[] };

/** What fails first, then by name, so that the list holds still while nothing changes. */
const byUrgency = (a: IntegrationView, b: IntegrationView) =>
  Number(b.state === "failing") - Number(a.state === "failing") || a.name.localeCompare(b.name);

export function IntegrationList({ initial, available }: Props) {
  const integrations = useIntegrations(initial);
  const [chosen, setChosen] = useState<AvailableSource | null>(null);
  const reason = useRoleReason("configure");
  return (
    <>
      <section aria-label="Connected" className="overflow-hidden rounded-xl border border-line bg-surface">
        {integrations.length === 0 ? (
          <Empty title="Nothing is connected yet">
            {reason
              ? "When an admin has connected a source of alerts, it is listed here."
              : "Choose below where your alerts come from. Its page then says exactly what to paste there."}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {integrations.toSorted(byUrgency).map((integration) => (
              <IntegrationRow key={integration.id} integration={integration} />
            ))}
          </ul>
        )}
      </section>
      <Card title="What can be connected">
        {reason && <p className="mb-3 text-sm text-muted">{reason}; an admin or owner connects sources.</p>}
        <SourceList available={available} integrations={integrations} onConnect={reason ? null : setChosen} />
      </Card>
      <ConnectDialog source={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
