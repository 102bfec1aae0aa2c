import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { createSolution } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(null, (ctx, _, { id }: { id: string }) => createSolution(ctx, id), {
    message: "Solution drawn from the diagnosis",
  }),
});
