import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { cancelExecution } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { id }: { id: string }) => cancelExecution(ctx, id), {
    message: "Cancellation requested",
  }),
});
