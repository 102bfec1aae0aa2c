import type { Metadata } from "next";
import { orNotFound } from "@/app/(console)/or-not-found";
import { DeliveryScreen } from "@/components/integrations/delivery-screen";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { Notice } from "@/components/ui/notice";
import { getDelivery } from "@/lib/alerts";
import { roleMay } from "@/lib/auth/contract";
import { integrationOf, type NamedProps, nameOf } from "../../integration";

type Props = NamedProps & { params: Promise<{ name: string; id: string }> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `A delivery of ${await nameOf(props)}` };
}

export default async function DeliveryPage(props: Props) {
  const { id } = await props.params;
  const { ctx, name, integration } = await integrationOf(props, `/deliveries/${id}`);
  const mayLook = ctx.role !== null && roleMay(ctx.role, "respond");
  return (
    <IntegrationFrame integration={integration}>
      {mayLook ? (
        <DeliveryScreen key={id} initial={await orNotFound(getDelivery(ctx, name, id))} />
      ) : (
        <Notice tone="info">
          Your role ({ctx.role}) does not open deliveries; they hold more than alerts show. A responder does.
        </Notice>
      )}
    </IntegrationFrame>
  );
}
