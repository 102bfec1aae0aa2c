import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { revokeSession } from "@/lib/auth";
import { notFound } from "@/lib/platform/errors";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: handle(
    null,
    async (ctx, _, { id }: { id: string }) => {
      if (!(await revokeSession(ctx, id))) throw notFound("The session");
    },
    { message: "Signed out there" },
  ),
});
