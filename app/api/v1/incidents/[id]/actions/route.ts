import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { getIncident } from "@/lib/incidents";
import { listAgentActions, proposeAction } from "@/lib/remediation";
import { ProposeAction } from "@/lib/remediation/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, async (ctx, _, { id }: { id: string }) => listAgentActions(ctx, (await getIncident(ctx, id)).id)),
  POST: handle(ProposeAction, (ctx, input, { id }: { id: string }) => proposeAction(ctx, id, input), {
    message: "Proposed",
    status: 201,
  }),
});
