import { ChangeInvestigationSettings, InvestigationSettingsView } from "../../diagnosis/contract";
import { endpoint } from "../endpoint";

const settings = "settings";

export const agent = {
  getSettings: endpoint({
    method: "GET",
    path: "/settings/investigation",
    area: settings,
    scope: "read",
    summary: "What Claude may spend on incidents, and what it has spent this day and month",
    answer: InvestigationSettingsView,
    examples: [{ summary: "Limits and spending" }],
  }),
  changeSettings: endpoint({
    method: "PUT",
    path: "/settings/investigation",
    area: settings,
    scope: "admin",
    summary: "Set whether Claude investigates, and what that may cost",
    description:
      "In US dollars. Days and months are counted in UTC. When a limit is reached, the rules speak alone, and the diagnosis says so.",
    body: ChangeInvestigationSettings,
    answer: InvestigationSettingsView,
    message: "Limits saved",
    examples: [
      {
        summary: "A careful beginning",
        body: { is_on: true, usd_per_incident: 0.5, usd_per_day: 5, usd_per_month: 50 },
      },
    ],
  }),
};
