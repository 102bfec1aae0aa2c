import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { updateIncident } from "@/lib/incidents";
import { UpdateIncident } from "@/lib/incidents/contract";
import { presentIncident } from "@/lib/realtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx, _, { id }: { id: string }) => presentIncident(ctx, id)),
  PATCH: handle(UpdateIncident, (ctx, input, { id }: { id: string }) => updateIncident(ctx, id, input), {
    message: "Incident changed",
  }),
});
