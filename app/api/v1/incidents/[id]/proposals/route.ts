import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { getIncident } from "@/lib/incidents";
import { listProposals } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, async (ctx, _, { id }: { id: string }) => listProposals(ctx, (await getIncident(ctx, id)).id)),
});
