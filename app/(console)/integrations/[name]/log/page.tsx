import type { Metadata } from "next";
import { IntegrationFrame } from "@/components/integrations/integration-frame";
import { LogList } from "@/components/integrations/log-list";
import { listLog } from "@/lib/integrations";
import { LogLevel } from "@/lib/integrations/contract";
import { integrationOf, type NamedProps, nameOf } from "../integration";

type Props = NamedProps & { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Log of ${await nameOf(props)}` };
}

export default async function LogPage(props: Props) {
  const asked = LogLevel.safeParse((await props.searchParams).level);
  const level = asked.success ? asked.data : null;
  const { ctx, name, integration } = await integrationOf(props, "/log");
  return (
    <IntegrationFrame integration={integration}>
      <LogList key={level} initial={await listLog(ctx, name, level ? { level } : {})} level={level} />
    </IntegrationFrame>
  );
}
