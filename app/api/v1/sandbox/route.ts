import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { sandboxView } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, (ctx) => sandboxView(ctx)),
});
