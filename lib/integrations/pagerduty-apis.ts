/** Where PagerDuty's own API is. https://support.pagerduty.com/main/docs/service-regions */
export const PAGERDUTY_APIS = ["https://api.pagerduty.com", "https://api.eu.pagerduty.com"];
