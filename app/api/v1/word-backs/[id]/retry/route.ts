import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { retryWordBack } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.wordBacks.retry, (ctx, { params }) => retryWordBack(ctx, params.id)),
);
