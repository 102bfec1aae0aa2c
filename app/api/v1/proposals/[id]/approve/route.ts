import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { approveProposal } from "@/lib/remediation";
import { ApproveProposal } from "@/lib/remediation/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(
    ApproveProposal,
    (ctx, input, { id }: { id: string }) => approveProposal(ctx, { id, contentHash: input.content_hash }),
    { message: "Approved; its execution is queued" },
  ),
});
