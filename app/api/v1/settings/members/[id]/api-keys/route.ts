import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listKnownKeys } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.members.knownKeys, (ctx, { params, query }) => listKnownKeys(ctx, params.id, query)),
);
