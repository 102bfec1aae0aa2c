import type { Setup } from "./setup";

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafana: Setup = ({ address, secret }) => [
  {
    text: "In Grafana, open Alerting, then Contact points, and add one with the integration Webhook and this URL. The method is POST.",
    paste: address,
  },
  { text: "Under optional settings, set Authorization Header - Scheme.", paste: "Bearer" },
  {
    text: "Set Authorization Header - Credentials to the secret. Instead of both, the same secret can sign: enter it under HMAC Signature, and where you set a timestamp header, name it X-Grafana-Alerting-Timestamp.",
    paste: secret,
  },
  {
    text: "Leave Disable resolved message unticked, press Test, and name the contact point in a notification policy.",
    paste: null,
  },
];
