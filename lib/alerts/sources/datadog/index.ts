import { proveBySecret } from "../shared-secret";
import type { Source } from "../source";
import { deliveryKey } from "./delivery-key";
import { read } from "./read";

/** Datadog's webhooks, with our template as their payload: https://docs.datadoghq.com/integrations/webhooks/. */
export const datadog: Source = {
  name: "datadog",
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove: proveBySecret,
  deliveryKey,
  read,
};
