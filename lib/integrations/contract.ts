import { z } from "zod";
import { Severity } from "../incidents/contract";
import { IsoTime } from "../platform/contract";
import { PracticeService } from "../platform/practice-contract";
import { ConfigInput, IntegrationConfig } from "./config-contract";

export { PracticeService } from "../platform/practice-contract";
export { ConfigInput, GenericMapping, HeartbeatConfig, IntegrationConfig, WriteBack } from "./config-contract";

export const InjectFailure = z.object({ scenario: z.string().min(1).max(100) });
export const SandboxView = z
  .object({ enabled: z.boolean(), services: z.array(PracticeService) })
  .meta({ id: "Sandbox" });
export type SandboxView = z.infer<typeof SandboxView>;

export const SourceName = z
  .enum(["pagerduty", "events-v2", "alertmanager", "grafana", "cloudwatch", "datadog", "generic", "heartbeat"])
  .meta({ id: "SourceName" });
export type SourceName = z.infer<typeof SourceName>;

/** What people call each source. */
export const sourceTitles: Record<SourceName, string> = {
  pagerduty: "PagerDuty",
  "events-v2": "Events API v2",
  alertmanager: "Alertmanager",
  grafana: "Grafana",
  cloudwatch: "CloudWatch",
  datadog: "Datadog",
  generic: "Generic JSON",
  heartbeat: "Heartbeat",
};

/** Names become path segments; `Checkout alerts` is written `checkout-alerts`. */
export const IntegrationName = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "Use letters, digits, dots, dashes and underscores, starting with a letter or digit",
  )
  // Addresses of their own beside `/integrations/{name}`.
  .refine((name) => !["available", "new"].includes(name.toLowerCase()), "This name is taken by Nightshift itself");

/** What each source's own words for how bad it is mean here, unless an integration says otherwise. Compared in lower case. */
export const usualSeverities: Record<SourceName, Record<string, Severity>> = {
  // The words of PagerDuty's priorities as it ships them, then of urgency.
  pagerduty: { p1: "critical", p2: "high", p3: "medium", p4: "low", p5: "low", high: "high", low: "low" },
  "events-v2": { critical: "critical", error: "high", warning: "medium", info: "low" },
  alertmanager: {
    critical: "critical",
    page: "critical",
    error: "high",
    high: "high",
    warning: "medium",
    info: "low",
    none: "low",
  },
  grafana: { critical: "critical", error: "high", high: "high", warning: "medium", info: "low" },
  cloudwatch: { alarm: "high", insufficient_data: "low" },
  datadog: {
    error: "high",
    warning: "medium",
    info: "low",
    p1: "critical",
    p2: "high",
    p3: "medium",
    p4: "low",
    p5: "low",
  },
  generic: {
    critical: "critical",
    fatal: "critical",
    error: "high",
    high: "high",
    warning: "medium",
    medium: "medium",
    info: "low",
    low: "low",
  },
  heartbeat: { silent: "high" },
};

/** A secret that a sender or the source itself chose. What is shorter can be guessed; spaces and odd letters do not survive headers. */
const GivenSecret = z
  .string()
  .trim()
  .min(16, "Use at least 16 characters")
  .max(500)
  .regex(/^[\x21-\x7e]+$/, "Use printable ASCII characters without spaces");

export const CreateIntegration = z.strictObject({
  source: SourceName,
  name: IntegrationName.optional().describe("The source's own name when left out, with a number where that is taken."),
  config: ConfigInput.prefault({}),
});
export const ChangeIntegration = ConfigInput.extend({
  is_paused: z
    .boolean()
    .optional()
    .describe("While it is, deliveries are refused with 503, so that senders try again."),
  api_token: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[\x21-\x7e]+$/, "A token has printable ASCII characters and no spaces")
    .nullable()
    .optional()
    .describe("For write-back; stored sealed, never returned."),
}).refine(
  (changes) => Object.values(changes).some((value) => value !== undefined),
  "Name at least one field to change",
);
export const AddSecret = z.strictObject({
  value: GivenSecret.optional().describe("A secret that the source made; left out, Nightshift makes one."),
});

export const SecretView = z.object({
  id: z.string(),
  created_at: IsoTime,
  hint: z.string().describe("Its last four characters, to recognize it by."),
});

export const IntegrationView = z
  .object({
    id: z.string(),
    name: z.string(),
    source: SourceName,
    title: z.string(),
    is_paused: z.boolean(),
    state: z
      .enum(["waiting", "healthy", "failing", "paused"])
      .describe(
        "`waiting`: nothing of the source's own has come yet. `failing`: of the newest ten deliveries some could not be read or dealt with and were not replayed since, the newest words back were not taken, or what came last was refused at the door.",
      ),
    problem: z.string().nullable(),
    last_received_at: IsoTime.nullable(),
    received_24h: z.number().int(),
    failed_24h: z.number().int(),
    refused_24h: z
      .number()
      .int()
      .describe(
        "What was not taken in, because it did not prove who sent it or came over the limit of webhooks an hour; counted some seconds late, and not in `received_24h`.",
      ),
    writes_back: z.boolean(),
    created_at: IsoTime,
  })
  .meta({ id: "Integration" });
export type IntegrationView = z.infer<typeof IntegrationView>;

export const SetupStep = z.object({ text: z.string(), paste: z.string().nullable() });
export const IntegrationDetail = IntegrationView.extend({
  address: z
    .string()
    .describe("Where the source sends to. Holds the key, so it is shown to those who may configure only."),
  setup: z.array(SetupStep).describe("What to do at the source, and exactly what to paste there."),
  secrets: z.array(SecretView),
  has_api_token: z.boolean(),
  open_incidents: z
    .number()
    .int()
    .describe(
      "Open incidents of which it has reported something and not said that it is over. Nobody would say so once it is deleted.",
    ),
  config: IntegrationConfig,
  severities: z
    .array(z.object({ word: z.string(), severity: Severity, is_usual: z.boolean() }))
    .describe("The whole table that severities are mapped by: the usual one and what was changed."),
  heartbeat: z
    .object({ last_beat_at: IsoTime.nullable(), due_at: IsoTime.nullable(), missing_since: IsoTime.nullable() })
    .nullable(),
}).meta({ id: "IntegrationDetail" });
export type IntegrationDetail = z.infer<typeof IntegrationDetail>;

/** An integration with a secret that was just made: the only time it is shown, in `secret` and in the steps of `integration.setup`. */
export const NewSecret = z
  .object({
    secret: z.string().nullable().describe("Shown this once. Null for sources that prove themselves without one."),
    integration: IntegrationDetail,
  })
  .meta({ id: "NewSecret" });
export type NewSecret = z.infer<typeof NewSecret>;

export const AvailableSource = z
  .object({
    source: SourceName,
    title: z.string(),
    summary: z.string(),
    proves_by: z.enum(["signature", "secret", "key"]),
    writes_back: z.boolean(),
    configured: z.array(z.string()).describe("The names of the integrations of this source that there are."),
  })
  .meta({ id: "AvailableSource" });
export type AvailableSource = z.infer<typeof AvailableSource>;

export const LogLevel = z.enum(["info", "warning", "error"]);
export type LogLevel = z.infer<typeof LogLevel>;
export const IntegrationLogView = z
  .object({
    id: z.string(),
    at: IsoTime,
    level: LogLevel,
    message: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "IntegrationLogEntry" });
export type IntegrationLogView = z.infer<typeof IntegrationLogView>;
export const LogsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  level: LogLevel.optional().describe("This level and worse."),
});
