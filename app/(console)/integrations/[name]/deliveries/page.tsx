import type { Metadata } from "next";
import { DeliveryList } from "@/components/integrations/delivery-list";
import { apiQuery, deliveriesPath, readQuery } from "@/components/integrations/delivery-query";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { listDeliveries } from "@/lib/alerts";
import { integrationOf, type NamedProps, nameOf } from "../integration";

type Props = NamedProps & { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Deliveries of ${await nameOf(props)}` };
}

export default async function DeliveriesPage(props: Props) {
  const query = readQuery(await props.searchParams);
  const { ctx, name, integration } = await integrationOf(props, "/deliveries");
  return (
    <IntegrationFrame integration={integration}>
      <DeliveryList
        key={deliveriesPath(name, query)}
        initial={await listDeliveries(ctx, name, apiQuery(query))}
        query={query}
      />
    </IntegrationFrame>
  );
}
