import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { stopInvestigation } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.stopInvestigation, (ctx, { params }) => stopInvestigation(ctx, params.id)),
);
