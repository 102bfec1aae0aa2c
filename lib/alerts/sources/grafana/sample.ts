import { notificationOf } from "../alertmanager/sample";
import { jsonSample, type Occasion, type Sample } from "../occasion";
import { hmacHex } from "../signature";

/** A notification as Grafana sends it, signed. */
export function grafanaSample(occasion: Occasion): Sample {
  const notification = notificationOf(occasion);
  const isFiring = occasion.state === "firing";
  const sample = jsonSample({
    ...notification,
    version: "1",
    orgId: 1,
    externalURL: "https://grafana.example.com/",
    title: `[${isFiring ? "FIRING:1" : "RESOLVED"}] ${occasion.title}`,
    state: isFiring ? "alerting" : "ok",
    message: occasion.description ?? occasion.title,
    alerts: notification.alerts.map((alert) => ({
      ...alert,
      generatorURL: "https://grafana.example.com/alerting/grafana/sample/view",
      silenceURL: "https://grafana.example.com/alerting/silence/new",
      dashboardURL: "",
      panelURL: "",
      values: isFiring ? { B: 97.5, C: 1 } : { B: 12.5, C: 0 },
    })),
  });
  if (occasion.secret !== undefined)
    sample.headers["x-grafana-alerting-signature"] = hmacHex(occasion.secret, sample.body);
  return sample;
}
