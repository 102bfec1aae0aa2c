import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { createService, listServices } from "@/lib/monitoring";
import { CreateService } from "@/lib/monitoring/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx) => listServices(ctx)),
  POST: handle(CreateService, (ctx, input) => createService(ctx, input), { message: "Service added", status: 201 }),
});
