import type { Metadata } from "next";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { SetUp } from "@/components/integrations/set-up";
import { integrationOf, type NamedProps, nameOf } from "../integration";

export async function generateMetadata(props: NamedProps): Promise<Metadata> {
  return { title: `Set up ${await nameOf(props)}` };
}

export default async function SetUpPage(props: NamedProps) {
  const { integration } = await integrationOf(props, "/set-up");
  return (
    <IntegrationFrame integration={integration}>
      <SetUp />
    </IntegrationFrame>
  );
}
