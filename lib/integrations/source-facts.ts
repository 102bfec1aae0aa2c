import type { AvailableSource, SourceName } from "./contract";

type SourceFacts = Pick<AvailableSource, "summary" | "proves_by" | "writes_back"> & {
  /** Whether it proves itself by a secret that people exchange; the others do by the key alone, or by a signature of their own. */
  hasSecret: boolean;
};

/** What there is to know of each source before any integration is made. */
export const sourceFacts: Record<SourceName, SourceFacts> = {
  pagerduty: {
    summary: "Incidents of PagerDuty, by its V3 webhooks; acknowledgements, notes and resolutions go back.",
    proves_by: "signature",
    writes_back: true,
    hasSecret: true,
  },
  "events-v2": {
    summary: "Whatever sends events to PagerDuty: change its host and its routing key, nothing else.",
    proves_by: "key",
    writes_back: false,
    hasSecret: false,
  },
  alertmanager: {
    summary: "Alerts of Prometheus, by a webhook receiver of Alertmanager.",
    proves_by: "secret",
    writes_back: false,
    hasSecret: true,
  },
  grafana: {
    summary: "Alerts of Grafana, by a contact point.",
    proves_by: "secret",
    writes_back: false,
    hasSecret: true,
  },
  cloudwatch: {
    summary: "Alarms of CloudWatch, by an SNS topic. Amazon signs them.",
    proves_by: "signature",
    writes_back: false,
    hasSecret: false,
  },
  datadog: {
    summary: "Monitors of Datadog, by a webhook with a template to paste.",
    proves_by: "secret",
    writes_back: false,
    hasSecret: true,
  },
  generic: {
    summary: "Anything that can send JSON; you say which field means what.",
    proves_by: "secret",
    writes_back: false,
    hasSecret: true,
  },
  heartbeat: {
    summary: "A job or a service that calls regularly; when it stays silent, an incident opens.",
    proves_by: "key",
    writes_back: false,
    hasSecret: false,
  },
};
