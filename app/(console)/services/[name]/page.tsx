import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { apiQuery, readQuery } from "@/components/incidents/query";
import { ServiceScreen } from "@/components/services/service-screen";
import { agentStatus } from "@/lib/diagnosis";
import { getGitHubConnection } from "@/lib/github";
import { listIncidents } from "@/lib/incidents";
import { listWindows } from "@/lib/maintenance";
import { getService, listSamples } from "@/lib/monitoring";

type Props = { params: Promise<{ name: string }> };

// Next hands over the segment as it stands in the address.
const nameOf = async ({ params }: Props) => decodeURIComponent((await params).name);

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: await nameOf(props) };
}

export default async function ServicePage(props: Props) {
  const name = await nameOf(props);
  const { ctx } = await pageSession(`/services/${encodeURIComponent(name)}`);
  const query = readQuery({ status: "all", service: name });
  const service = await orNotFound(getService(ctx, name));
  const [samples, incidents, windows, status, connection] = await Promise.all([
    listSamples(ctx, name, { period: "1h" }),
    listIncidents(ctx, apiQuery(query)),
    listWindows(ctx, { state: "active" }),
    agentStatus(ctx),
    getGitHubConnection(ctx),
  ]);
  return (
    <ServiceScreen
      key={name}
      service={service}
      samples={samples}
      incidents={incidents}
      query={query}
      windows={windows}
      lookers={{
        whyNoClaude: status.engines.find(({ name }) => name === "claude")?.why_not ?? null,
        hasGitHub: connection.is_connected,
      }}
    />
  );
}
