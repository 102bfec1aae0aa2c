import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listPrompts } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(on(api.agent.prompts, (ctx) => listPrompts(ctx)));
