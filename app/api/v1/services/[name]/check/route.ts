import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { checkService } from "@/lib/monitoring";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.services.check, (ctx, { params }) => checkService(ctx, params.name)),
);
