import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listCalls } from "@/lib/security";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.accessLogs, (ctx, { query }) => listCalls(ctx, query)),
);
