import type { SourceName } from "@/lib/integrations/contract";
import { alertmanagerSample } from "./alertmanager/sample";
import { cloudwatchSample } from "./cloudwatch/sample";
import { datadogSample } from "./datadog/sample";
import { eventsV2Sample } from "./events-v2/sample";
import { genericSample } from "./generic/sample";
import { grafanaSample } from "./grafana/sample";
import type { Occasion, Sample } from "./occasion";
import { pagerdutySample } from "./pagerduty/sample";

const samples: Record<Exclude<SourceName, "heartbeat">, (occasion: Occasion) => Sample> = {
  pagerduty: pagerdutySample,
  "events-v2": eventsV2Sample,
  alertmanager: alertmanagerSample,
  grafana: grafanaSample,
  cloudwatch: cloudwatchSample,
  datadog: datadogSample,
  generic: genericSample,
};

/**
 * A request as a source would send it on this occasion, proven by the secret. Amazon alone can sign for CloudWatch: that sample is signed by
 * the simulator where the secret is its key, which only the demo organization believes, and else it proves nothing.
 */
export const sampleOf = (source: Exclude<SourceName, "heartbeat">, occasion: Occasion): Sample =>
  samples[source](occasion);

export type { Occasion, Sample };
