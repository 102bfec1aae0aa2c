import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listAuditEntries } from "@/lib/audit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.auditLogs, (ctx, { query }) => listAuditEntries(ctx, query)),
);
