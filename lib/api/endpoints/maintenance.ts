import {
  ChangeMaintenanceWindow,
  CreateMaintenanceWindow,
  ListMaintenanceWindows,
  MaintenanceWindowPage,
  MaintenanceWindowView,
} from "../../maintenance/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const params = { id: "{maintenance_window_id}" };

export const maintenance = {
  list: endpoint({
    method: "GET",
    path: "/settings/maintenance-windows",
    area,
    scope: "read",
    summary: "The maintenance windows, what begins last first",
    query: ListMaintenanceWindows,
    answer: MaintenanceWindowPage,
    examples: [{ summary: "What is under way", query: { state: "active" } }],
  }),
  create: endpoint({
    method: "POST",
    path: "/settings/maintenance-windows",
    area,
    scope: "operate",
    summary: "Plan maintenance: what fires about its services meanwhile opens nothing",
    description:
      "At most 30 days long. What still fires when it ends opens its incident then. Incidents that are open go on as ever. A name that no service has yet is taken, and told in `unknown_service_names`.",
    body: CreateMaintenanceWindow,
    answer: MaintenanceWindowView,
    status: 201,
    message: "Maintenance planned",
    examples: [
      {
        summary: "A migration in a night far ahead",
        body: {
          name: "Postgres upgrade",
          reason: "From 17 to 18",
          service_names: ["checkout-db"],
          starts_at: "2099-01-01T01:00:00Z",
          ends_at: "2099-01-01T03:00:00Z",
        },
      },
    ],
  }),
  change: endpoint({
    method: "PATCH",
    path: "/settings/maintenance-windows/{id}",
    area,
    scope: "operate",
    summary: "Change a maintenance window that has not ended",
    body: ChangeMaintenanceWindow,
    answer: MaintenanceWindowView,
    message: "Maintenance changed",
    examples: [{ summary: "Another reason", params, body: { reason: "The provider asked for it" } }],
  }),
  cancel: endpoint({
    method: "DELETE",
    path: "/settings/maintenance-windows/{id}",
    area,
    scope: "operate",
    summary: "Cancel a maintenance window, or end it before its time",
    answer: MaintenanceWindowView,
    message: "Maintenance cancelled",
    examples: [{ summary: "It went faster than planned", params }],
  }),
};
