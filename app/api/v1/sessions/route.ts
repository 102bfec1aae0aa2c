import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { listSessions, sessionIdFromCookies } from "@/lib/auth";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(null, async (ctx, _, __, request) =>
    listSessions(ctx, await sessionIdFromCookies(request.headers.get("cookie"))),
  ),
});
