import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { acknowledgeIncident } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { id }: { id: string }) => acknowledgeIncident(ctx, id), { message: "Acknowledged" }),
});
