import type { Metadata } from "next";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { IntegrationSettings } from "@/components/integrations/integration-settings";
import { listServices } from "@/lib/monitoring";
import { integrationOf, type NamedProps, nameOf } from "../integration";

export async function generateMetadata(props: NamedProps): Promise<Metadata> {
  return { title: `Settings of ${await nameOf(props)}` };
}

export default async function IntegrationSettingsPage(props: NamedProps) {
  const { ctx, integration } = await integrationOf(props, "/settings");
  const services = await listServices(ctx);
  return (
    <IntegrationFrame integration={integration}>
      <IntegrationSettings services={services.map(({ name }) => name)} />
    </IntegrationFrame>
  );
}
