import type { Metadata } from "next";
import { FailedWords } from "@/components/integrations/failed-words";
import { HeartbeatStanding } from "@/components/integrations/heartbeat-standing";
import { IntegrationActions } from "@/components/integrations/integration-actions";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { MetricsCard } from "@/components/integrations/metrics-card";
import { NewestDeliveries } from "@/components/integrations/newest-deliveries";
import { readPeriod } from "@/components/integrations/periods";
import { Card } from "@/components/ui/card";
import { listDeliveries } from "@/lib/alerts";
import { integrationMetrics, listFailedWordBacks } from "@/lib/outbound";
import { integrationOf, type NamedProps, nameOf } from "./integration";

type Props = NamedProps & { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: await nameOf(props) };
}

export default async function IntegrationPage(props: Props) {
  const period = readPeriod((await props.searchParams).period);
  const { ctx, name, integration } = await integrationOf(props);
  const [deliveries, metrics, unsaid] = await Promise.all([
    listDeliveries(ctx, name, {}),
    integrationMetrics(ctx, name, { period }),
    listFailedWordBacks(ctx, name),
  ]);
  return (
    <IntegrationFrame integration={integration}>
      <IntegrationActions />
      {integration.source === "pagerduty" && <FailedWords initial={unsaid} />}
      {integration.source === "heartbeat" ? (
        <Card title="Calls">
          <p className="text-sm">
            <HeartbeatStanding />
          </p>
        </Card>
      ) : (
        <>
          <NewestDeliveries initial={deliveries} />
          <MetricsCard key={period} initial={metrics} period={period} />
        </>
      )}
    </IntegrationFrame>
  );
}
