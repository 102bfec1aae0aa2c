import { z } from "zod";
import { Severity } from "../incidents/contract";
import { SourceName } from "../integrations/contract";
import { IsoTime, PageQuery, pageOf } from "../platform/contract";

/** What an alert says. `note` and `change` tell something about an incident without changing where it stands. */
export const AlertAction = z.enum(["trigger", "acknowledge", "unacknowledge", "resolve", "note", "change"]);
export type AlertAction = z.infer<typeof AlertAction>;

export const AlertOutcome = z
  .enum([
    "opened",
    "joined",
    "repeated",
    "reopened",
    "acknowledged",
    "unacknowledged",
    "resolved",
    "noted",
    /** It says what a newer word has overtaken. */
    "stale",
    /** A maintenance window covers its service. */
    "suppressed",
    /** It flaps: a resolve counts only once it lasts. */
    "held",
    /** Our own word, come back. */
    "echo",
    /** It changes nothing: there is nothing it could be about. */
    "ignored",
  ])
  .meta({ id: "AlertOutcome" });
export type AlertOutcome = z.infer<typeof AlertOutcome>;

/** For people, after "it": what became of an alert. */
export const outcomeWords: Record<AlertOutcome, string> = {
  opened: "opened an incident",
  joined: "joined an open incident",
  repeated: "repeated what was known",
  reopened: "reopened its incident",
  acknowledged: "acknowledged the incident",
  unacknowledged: "took the acknowledgement back",
  resolved: "resolved the incident",
  noted: "went into the timeline",
  stale: "came after newer word, so it changed nothing",
  suppressed: "fell into a maintenance window",
  held: "had to wait, because it flaps",
  echo: "came back as our own word",
  ignored: "concerned nothing that is open",
};

export const AlertView = z
  .object({
    id: z.string(),
    integration: z.string(),
    source: SourceName,
    action: AlertAction,
    outcome: AlertOutcome,
    title: z.string(),
    description: z.string(),
    severity: Severity,
    service_name: z.string(),
    dedup_key: z.string(),
    labels: z.record(z.string(), z.string()),
    links: z.array(z.object({ href: z.string(), text: z.string() })),
    at: IsoTime,
    received_at: IsoTime,
    incident_id: z.string().nullable(),
    delivery_id: z.string().nullable(),
  })
  .meta({ id: "Alert" });
export type AlertView = z.infer<typeof AlertView>;

/** Where one thing stands that a source reports about. */
export const SignalView = z
  .object({
    id: z.string(),
    integration: z.string(),
    source: SourceName,
    dedup_key: z.string(),
    title: z.string(),
    status: z
      .enum(["firing", "resolved", "lost"])
      .describe("`lost`: its integration was deleted while it fired, so nobody will say when it is over."),
    severity: Severity,
    changed_at: IsoTime,
    alert_count: z.number().int(),
    flapping_since: IsoTime.nullable(),
    settles_at: IsoTime.nullable().describe("Flapping and resolved now: when it counts as resolved, if it stays so."),
    suppressed_until: IsoTime.nullable(),
    url: z.string().nullable().describe("Where the source shows it."),
  })
  .meta({ id: "Signal" });
export type SignalView = z.infer<typeof SignalView>;

export const ListSignals = PageQuery;
export const SignalPage = pageOf(SignalView).meta({ id: "SignalPage" });
/** So many come with the alerts of an incident; there are pages of all of them. */
export const MOST_SIGNALS = 100;

/** What came in about an incident: where each thing stands, and the newest alerts. */
export const IncidentAlerts = z
  .object({
    signals: z
      .array(SignalView)
      .describe(`At most ${MOST_SIGNALS}, those that fire first; \`/incidents/{id}/signals\` has pages of all.`),
    signals_total: z.object({ firing: z.number().int(), resolved: z.number().int(), lost: z.number().int() }),
    lost_with: z
      .array(z.string())
      .describe("The integrations that were deleted while something of it that they reported fired."),
    alerts: z.array(AlertView).describe("The newest 100."),
    total: z.number().int().describe("Of all alerts."),
  })
  .meta({ id: "IncidentAlerts" });
export type IncidentAlerts = z.infer<typeof IncidentAlerts>;

export const DeliveryState = z.enum(["waiting", "processed", "ignored", "unreadable", "failed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const DeliveryView = z
  .object({
    id: z.string(),
    received_at: IsoTime,
    state: DeliveryState,
    event_type: z.string().nullable(),
    problem: z.string().nullable(),
    alert_count: z.number().int(),
    size: z.number().int().describe("Bytes of the body, uncompressed."),
    processing_ms: z.number().nullable().describe("From received to dealt with; null for a replay."),
    replay_of: z.string().nullable(),
  })
  .meta({ id: "Delivery" });
export type DeliveryView = z.infer<typeof DeliveryView>;

export const DeliveryDetail = DeliveryView.extend({
  headers: z.record(z.string(), z.string()),
  body: z.string().describe("As it came, with secrets replaced; bytes that are no text are shown as �."),
  is_cut: z.boolean().describe("Whether the body is longer than what is shown."),
  alerts: z.array(AlertView),
}).meta({ id: "DeliveryDetail" });
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** Beyond this many deliveries are not counted, and not listed. */
export const MOST_DELIVERIES_COUNTED = 10_000;
export const ListDeliveries = PageQuery.extend({ state: DeliveryState.optional() });
export const DeliveryPage = pageOf(DeliveryView).meta({ id: "DeliveryPage" });
