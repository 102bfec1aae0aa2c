import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { deleteService, getService, updateService } from "@/lib/monitoring";
import { UpdateService } from "@/lib/monitoring/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx, _, { name }: { name: string }) => getService(ctx, name)),
  PATCH: handle(UpdateService, (ctx, input, { name }: { name: string }) => updateService(ctx, name, input), {
    message: "Service changed",
  }),
  DELETE: handle(null, (ctx, _, { name }: { name: string }) => deleteService(ctx, name), {
    message: "Service removed",
  }),
});
