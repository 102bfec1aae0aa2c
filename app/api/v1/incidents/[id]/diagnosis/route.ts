import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { getDiagnosis } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx, _, { id }: { id: string }) => getDiagnosis(ctx, id)),
});
