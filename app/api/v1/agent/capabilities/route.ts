import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { capabilities } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(on(api.agent.capabilities, (ctx) => capabilities(ctx)));
