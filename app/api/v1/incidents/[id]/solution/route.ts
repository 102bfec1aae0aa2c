import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createSolution } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.solution, (ctx, { params }) => createSolution(ctx, params.id)),
);
