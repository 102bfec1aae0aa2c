import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { verifyChain } from "@/lib/audit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.auditVerify, (ctx, { query }) => verifyChain(ctx, query)),
);
