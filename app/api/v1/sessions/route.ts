import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listSessions } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(on(api.sessions.list, (ctx) => listSessions(ctx)));
