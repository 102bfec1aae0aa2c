import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { detectThreats } from "@/lib/security";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.threatDetection, (ctx, { query }) => detectThreats(ctx, query)),
);
