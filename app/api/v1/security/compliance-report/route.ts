import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { complianceReport } from "@/lib/security";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.complianceReport, (ctx, { query }) => complianceReport(ctx, query)),
);
