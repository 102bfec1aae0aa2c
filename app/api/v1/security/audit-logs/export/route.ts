import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { exportAuditEntries } from "@/lib/audit";
import { download } from "./download";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.auditExport, async (ctx, { query, request }) =>
    download(request, await exportAuditEntries(ctx, query)),
  ),
);
