import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { getExecution } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx, _, { id }: { id: string }) => getExecution(ctx, id)),
});
