import { datadogTemplate } from "./datadog-template";
import type { Setup } from "./setup";

/** https://docs.datadoghq.com/integrations/webhooks/ */
export const datadog: Setup = ({ address, secret }) => [
  { text: "In Datadog, open Integrations, then Webhooks, and add one with this URL.", paste: address },
  { text: "Paste this as its payload.", paste: datadogTemplate },
  {
    text: "Tick Custom Headers and paste this.",
    paste: JSON.stringify({ Authorization: `Bearer ${secret}` }, null, 2),
  },
  {
    text: "Name the webhook in the message of your monitors. It is told of both the alert and the recovery.",
    paste: "@webhook-NAME-OF-THE-WEBHOOK",
  },
];
