import type { SourceName } from "../contract";
import { alertmanager } from "./alertmanager";
import { cloudwatch } from "./cloudwatch";
import { datadog } from "./datadog";
import { eventsV2 } from "./events-v2";
import { generic } from "./generic";
import { grafana } from "./grafana";
import { heartbeat } from "./heartbeat";
import { pagerduty } from "./pagerduty";
import type { Setup } from "./setup";

/** How each source is set up. */
export const setups: Record<SourceName, Setup> = {
  pagerduty,
  "events-v2": eventsV2,
  alertmanager,
  grafana,
  cloudwatch,
  datadog,
  generic,
  heartbeat,
};
