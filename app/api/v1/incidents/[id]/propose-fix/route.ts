import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { proposeFix } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { id }: { id: string }) => proposeFix(ctx, id), { message: "Proposed", status: 201 }),
});
