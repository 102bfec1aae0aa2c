import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { requestChanges } from "@/lib/remediation";
import { RequestChanges } from "@/lib/remediation/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(RequestChanges, (ctx, input, { id }: { id: string }) => requestChanges(ctx, id, input), {
    message: "Changes requested",
  }),
});
