import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ApiKeys } from "@/components/keys/api-keys";
import { Notice } from "@/components/ui/notice";
import { roleMay } from "@/lib/auth/contract";
import { listKeys } from "@/lib/keys";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const { ctx, viewer } = await pageSession("/settings/api-keys");
  const mayManage = roleMay(viewer.role, "administer");
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">API keys of {viewer.organization.name}</h1>
        <p className="text-sm text-muted">
          For scripts and other programs. They belong to the organization, not to whoever made them.{" "}
          <a href="/docs" className="underline underline-offset-2 hover:text-ink">
            What they can call
          </a>
        </p>
      </div>
      {mayManage ? (
        <ApiKeys initial={await listKeys(ctx)} />
      ) : (
        <Notice tone="info">Your role ({viewer.role}) does not manage API keys; an admin or owner does.</Notice>
      )}
    </>
  );
}
