import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { proposeFix } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.proposeFix, (ctx, { params }) => proposeFix(ctx, params.id)),
);
