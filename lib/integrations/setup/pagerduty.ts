import type { Setup } from "./setup";

/** https://support.pagerduty.com/main/docs/webhooks */
export const pagerduty: Setup = ({ address }) => [
  {
    text: "In PagerDuty, open Integrations, then Generic Webhooks (v3), and add a webhook with this URL. Choose the account, a team or a service as its scope; all incident events may stay selected.",
    paste: address,
  },
  {
    text: "PagerDuty shows the signing secret of the new subscription once. Add it here, under Secrets, as a secret that the source made. The one that Nightshift made signs tests and the simulator; end it when nobody needs those.",
    paste: null,
  },
  {
    text: "Send a test event from the subscription's page. It arrives here as pagey.ping.",
    paste: null,
  },
  {
    text: "To have acknowledgements, notes and resolutions told to PagerDuty: make a REST API key there (Integrations, API Access Keys), enter it here, and name the login of a PagerDuty user in whose name they are recorded.",
    paste: null,
  },
];
