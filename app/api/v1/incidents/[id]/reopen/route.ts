import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { reopenIncident } from "@/lib/incidents";
import { ReopenIncident } from "@/lib/incidents/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ReopenIncident, (ctx, input, { id }: { id: string }) => reopenIncident(ctx, id, input), {
    message: "Reopened",
  }),
});
