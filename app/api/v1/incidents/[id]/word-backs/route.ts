import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listWordBacks } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.wordBacks.list, (ctx, { params }) => listWordBacks(ctx, params.id)),
);
