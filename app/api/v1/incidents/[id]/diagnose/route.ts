import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { diagnoseIncident } from "@/lib/diagnosis";
import { DiagnoseInput } from "@/lib/diagnosis/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(
    DiagnoseInput,
    (ctx, { engine }, { id }: { id: string }) => diagnoseIncident(ctx, { incidentId: id, engine }),
    { message: "Diagnosed" },
  ),
});
