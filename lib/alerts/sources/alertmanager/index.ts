import { proveBySecret } from "../shared-secret";
import type { Source } from "../source";
import { read } from "./read";

/** Prometheus Alertmanager's webhook, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config. */
export const alertmanager: Source = {
  name: "alertmanager",
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove: proveBySecret,
  // It has no id for a notification: each member of a pair sends one of its own, and repeats it unchanged.
  deliveryKey: () => null,
  read,
};
