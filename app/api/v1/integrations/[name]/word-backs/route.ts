import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listFailedWordBacks } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.wordBacks.listFailed, (ctx, { params }) => listFailedWordBacks(ctx, params.name)),
);
