import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { injectFailure } from "@/lib/integrations";
import { InjectFailure } from "@/lib/integrations/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(
    InjectFailure,
    (ctx, { scenario }, { service }: { service: string }) => injectFailure(ctx, { service, scenario }),
    { message: "Broken on purpose" },
  ),
});
