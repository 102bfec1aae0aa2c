import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { checkService } from "@/lib/monitoring";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { name }: { name: string }) => checkService(ctx, name), { message: "Checked" }),
});
