import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { Notice } from "@/components/ui/notice";
import { WebhookList } from "@/components/webhooks/webhook-list";
import { roleMay } from "@/lib/auth/contract";
import { listWebhooks } from "@/lib/outbound";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { ctx, viewer } = await pageSession("/settings/webhooks");
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Webhooks</h1>
        <p className="text-sm text-muted">Who is told, by a signed call, what happens with incidents.</p>
      </div>
      {roleMay(viewer.role, "configure") ? (
        <WebhookList initial={await listWebhooks(ctx)} />
      ) : (
        <Notice tone="info">Your role ({viewer.role}) does not manage webhooks; an admin or owner does.</Notice>
      )}
    </>
  );
}
