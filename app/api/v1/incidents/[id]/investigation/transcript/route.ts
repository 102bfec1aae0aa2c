import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { exportInvestigation } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.transcript, (ctx, { params }) => exportInvestigation(ctx, params.id)),
);
