import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { Notice } from "@/components/ui/notice";
import { WebhookScreen } from "@/components/webhooks/webhook-screen";
import { roleMay } from "@/lib/auth/contract";
import { listWebhookDeliveries, listWebhooks } from "@/lib/outbound";
import { ListWebhookDeliveries } from "@/lib/outbound/contract";

export const metadata: Metadata = { title: "Webhook" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const { ctx, viewer } = await pageSession(`/settings/webhooks/${id}`, asked);
  if (!roleMay(viewer.role, "configure"))
    return <Notice tone="info">Your role ({viewer.role}) does not manage webhooks; an admin or owner does.</Notice>;
  // Whatever is no query is none: an address that was mistyped shows the newest.
  const query = ListWebhookDeliveries.catch({ page: 1, page_size: 20 }).parse({ page: asked.page, state: asked.state });
  const webhook = (await listWebhooks(ctx)).find((one) => one.id === id) ?? notFound();
  const deliveries = await orNotFound(listWebhookDeliveries(ctx, id, query));
  return (
    <WebhookScreen
      key={`${id} ${query.state} ${query.page}`}
      initial={webhook}
      deliveries={deliveries}
      state={query.state ?? null}
    />
  );
}
