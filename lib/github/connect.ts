import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { callableUrl } from "@/lib/platform/callable-url";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction } from "@/lib/platform/db";
import { holdOrganization } from "@/lib/platform/hold-organization";
import { ConnectGitHub, type GitHubConnectionView } from "./contract";
import { presentConnection } from "./get-connection";

/**
 * Has investigations read what was changed in the organization's repositories. Replaces a connection that is there, as a whole: a token is
 * never sent to an address that it was not entered for. Throws `invalid` when the address is none that Nightshift calls.
 */
export async function connectGitHub(ctx: Ctx, raw: ConnectGitHub): Promise<GitHubConnectionView> {
  require(ctx, "configure");
  const { token, api_url: apiUrl } = ConnectGitHub.parse(raw);
  await callableUrl(apiUrl, "api_url");
  const { organizationId } = ctx;
  return inTransaction(async (tx) => {
    holdOrganization(tx, organizationId);
    const before = await tx.gitHubConnection.findUnique({ where: { organizationId } });
    const data = { apiUrl, tokenSealed: seal(token), connectedBy: ctx.actor.name, updatedAt: clock.now() };
    const row = await tx.gitHubConnection.upsert({
      where: { organizationId },
      create: { organizationId, ...data },
      update: data,
    });
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "github.connect",
      subject: { kind: "organization", id: organizationId },
      data: {
        before: before && { api_url: before.apiUrl },
        after: { api_url: apiUrl },
        credential: before ? "replaced" : "added",
      },
    });
    return presentConnection(row);
  });
}
