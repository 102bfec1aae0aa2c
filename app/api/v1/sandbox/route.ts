import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { sandboxView } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(on(api.sandbox.get, (ctx) => sandboxView(ctx)));
