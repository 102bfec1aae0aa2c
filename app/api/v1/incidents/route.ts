import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { createIncident, listIncidents } from "@/lib/incidents";
import { CreateIncident, ListIncidents } from "@/lib/incidents/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ListIncidents, (ctx, query) => listIncidents(ctx, query)),
  POST: handle(CreateIncident, (ctx, input) => createIncident(ctx, input), { message: "Incident opened", status: 201 }),
});
