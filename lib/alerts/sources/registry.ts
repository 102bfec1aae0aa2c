import type { SourceName } from "@/lib/integrations/contract";
import { alertmanager } from "./alertmanager";
import { cloudwatch } from "./cloudwatch";
import { datadog } from "./datadog";
import { eventsV2 } from "./events-v2";
import { generic } from "./generic";
import { grafana } from "./grafana";
import { pagerduty } from "./pagerduty";
import type { Source } from "./source";

/** Every source that sends deliveries to read. A heartbeat has nothing to read. */
export const sources: Partial<Record<SourceName, Source>> = {
  pagerduty,
  "events-v2": eventsV2,
  alertmanager,
  grafana,
  cloudwatch,
  datadog,
  generic,
};
