import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changeInvestigationSettings, getInvestigationSettings } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.agent.getSettings, (ctx) => getInvestigationSettings(ctx)),
  on(api.agent.changeSettings, (ctx, { body }) => changeInvestigationSettings(ctx, body)),
);
