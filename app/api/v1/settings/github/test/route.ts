import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { testGitHubConnection } from "@/lib/github";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.github.test, (ctx) => testGitHubConnection(ctx)),
);
