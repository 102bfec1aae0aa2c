import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction } from "@/lib/platform/db";
import type { GitHubConnectionView } from "./contract";
import { presentConnection } from "./get-connection";

/** Forgets the organization's token for GitHub; it is not revoked there. What is not there is forgotten already. */
export async function disconnectGitHub(ctx: Ctx): Promise<GitHubConnectionView> {
  require(ctx, "configure");
  const { organizationId } = ctx;
  return inTransaction(async (tx) => {
    const [gone] = await tx.$queryRaw<{ api_url: string }[]>`
      DELETE FROM github_connections WHERE organization_id = ${organizationId}::uuid RETURNING api_url`;
    if (!gone) return presentConnection(null);
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "github.disconnect",
      subject: { kind: "organization", id: organizationId },
      data: { before: { api_url: gone.api_url }, after: null, credential: "removed" },
    });
    return presentConnection(null);
  });
}
