/**
 * What goes into the field "Payload" of a webhook in Datadog. The variables are Datadog's own:
 * https://docs.datadoghq.com/integrations/webhooks/#variables.
 */
export const datadogTemplate = JSON.stringify(
  {
    id: "$ID",
    transition: "$ALERT_TRANSITION",
    dedup_key: "$AGGREG_KEY-$ALERT_CYCLE_KEY",
    title: "$EVENT_TITLE",
    alert_title: "$ALERT_TITLE",
    message: "$EVENT_MSG",
    priority: "$ALERT_PRIORITY",
    alert_type: "$ALERT_TYPE",
    alert_id: "$ALERT_ID",
    alert_scope: "$ALERT_SCOPE",
    alert_status: "$ALERT_STATUS",
    metric: "$ALERT_METRIC",
    query: "$ALERT_QUERY",
    hostname: "$HOSTNAME",
    tags: "$TAGS",
    link: "$LINK",
    snapshot: "$SNAPSHOT",
    date: "$DATE",
    last_updated: "$LAST_UPDATED",
  },
  null,
  2,
);
