import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { rejectProposal } from "@/lib/remediation";
import { RejectProposal } from "@/lib/remediation/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(RejectProposal, (ctx, input, { id }: { id: string }) => rejectProposal(ctx, id, input), {
    message: "Rejected",
  }),
});
