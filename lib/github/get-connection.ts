import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { ConnectionRow } from "./account";
import type { GitHubConnectionView } from "./contract";

/** Whether the organization has connected GitHub, and where; never the token. */
export async function getGitHubConnection(ctx: Ctx): Promise<GitHubConnectionView> {
  require(ctx, "read");
  return presentConnection(
    await prisma().gitHubConnection.findUnique({ where: { organizationId: ctx.organizationId } }),
  );
}

export const presentConnection = (row: ConnectionRow | null): GitHubConnectionView => ({
  is_connected: row !== null,
  api_url: row?.apiUrl ?? null,
  connected_by: row?.connectedBy ?? null,
  updated_at: row?.updatedAt.toISOString() ?? null,
});
