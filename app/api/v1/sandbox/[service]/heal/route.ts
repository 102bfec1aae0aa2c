import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { healService } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { service }: { service: string }) => healService(ctx, { service }), {
    message: "Healed",
  }),
});
