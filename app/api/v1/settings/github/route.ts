import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { connectGitHub, disconnectGitHub, getGitHubConnection } from "@/lib/github";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.github.get, (ctx) => getGitHubConnection(ctx)),
  on(api.github.connect, (ctx, { body }) => connectGitHub(ctx, body)),
  on(api.github.disconnect, (ctx) => disconnectGitHub(ctx)),
);
