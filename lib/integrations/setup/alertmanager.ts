import type { Setup } from "./setup";

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: Setup = ({ address, secret }) => [
  {
    text: "Add a receiver to alertmanager.yml.",
    paste: `receivers:
  - name: nightshift
    webhook_configs:
      - url: ${address}
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: ${secret}`,
  },
  {
    text: "Send your alerts to it: as the receiver of the route at the top, or beside others in a route of its own.",
    paste: `route:
  routes:
    - receiver: nightshift
      continue: true`,
  },
  { text: "Have Alertmanager read its configuration again.", paste: "curl -X POST http://localhost:9093/-/reload" },
];
