import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listMembers } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(on(api.members.list, (ctx) => listMembers(ctx)));
