import type { Source } from "../source";
import { prove } from "./prove";
import { read } from "./read";

/** Grafana's alerting: https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/. */
export const grafana: Source = {
  name: "grafana",
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove,
  // As Alertmanager's, whose notifications these are.
  deliveryKey: () => null,
  read,
};
