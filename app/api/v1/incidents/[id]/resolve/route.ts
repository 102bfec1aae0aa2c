import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { resolveIncident } from "@/lib/incidents";
import { ResolveIncident } from "@/lib/incidents/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ResolveIncident, (ctx, input, { id }: { id: string }) => resolveIncident(ctx, id, input), {
    message: "Resolved",
  }),
});
