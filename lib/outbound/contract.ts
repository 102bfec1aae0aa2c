import { z } from "zod";
import { AlertOutcome } from "../alerts/contract";
import { SecretView } from "../integrations/contract";
import { IsoTime, PageQuery, pageOf, ReadAt } from "../platform/contract";
import { nameText } from "../platform/name-contract";

/** What webhooks hear of. What joins an open incident is none of it: the incident counts those. */
export const WebhookEvent = z
  .enum([
    "incident.triggered",
    "incident.acknowledged",
    "incident.unacknowledged",
    "incident.resolved",
    "incident.reopened",
    "incident.changed",
    "incident.annotated",
    "incident.diagnosed",
    "incident.solution",
    "incident.proposal",
    "incident.decision",
    "incident.execution",
    "incident.escalated",
  ])
  .meta({ id: "WebhookEvent" });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What a test sends; every webhook hears it. */
export const TEST_EVENT = "webhook.test";

const Name = nameText(100);
const Address = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "Write an address with https://");
const Events = z
  .array(WebhookEvent)
  .max(WebhookEvent.options.length)
  .transform((events) => [...new Set(events)])
  .describe("What it hears of; empty for everything");

export const CreateWebhook = z.strictObject({ name: Name, url: Address, events: Events.default([]) });
export const ChangeWebhook = z
  .strictObject({
    name: Name.optional(),
    url: Address.optional(),
    events: Events.optional(),
    is_paused: z.boolean().optional().describe("While it is, nothing is sent to it and nothing kept for later"),
    updated_at: ReadAt.optional(),
  })
  .refine(
    ({ updated_at: _, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    "Name at least one field to change",
  );

export const WebhookView = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(WebhookEvent),
    is_paused: z.boolean(),
    paused_by_nightshift: z
      .object({ at: IsoTime, why: z.string() })
      .nullable()
      .describe("When and why Nightshift paused it by itself; null when it is not paused, or a person did it"),
    secrets: z
      .array(SecretView)
      .describe(
        "What signs, newest first. Two during a rotation: each signs every delivery, so either one verifies it",
      ),
    last_delivery: z
      .object({
        state: z.enum(["waiting", "sent", "failed"]),
        at: IsoTime,
        problem: z
          .string()
          .nullable()
          .describe("Why the newest try failed, also while it is to be tried again; null when it went well"),
      })
      .nullable()
      .describe("The newest one, and how far it came"),
    created_at: IsoTime,
    created_by: z.string(),
    updated_at: IsoTime.describe("When its name, its address, its events or its pausing changed last"),
    updated_by: z.string().nullable().describe("Who changed it last; null while nobody has"),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof WebhookView>;

export const NewWebhook = z
  .object({ webhook: WebhookView, secret: z.string().describe("What verifies the signature. Shown this once") })
  .meta({ id: "NewWebhook" });
export type NewWebhook = z.infer<typeof NewWebhook>;

export const WebhookDeliveryView = z
  .object({
    id: z.string().describe("Also in the header `X-Webhook-Id`, the same at every try"),
    webhook_id: z.string(),
    incident_id: z.string().nullable(),
    event_type: z.string(),
    state: z.enum(["waiting", "sent", "failed"]),
    attempts: z.number().int(),
    next_attempt_at: IsoTime.nullable(),
    last_status: z.number().int().nullable(),
    problem: z.string().nullable().describe("Why the last try failed, with the first words of the answer"),
    duration_ms: z.number().nullable(),
    created_at: IsoTime,
    finished_at: IsoTime.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;
export const ListWebhookDeliveries = PageQuery.extend({ state: z.enum(["waiting", "sent", "failed"]).optional() });
export const WebhookDeliveryPage = pageOf(WebhookDeliveryView).meta({ id: "WebhookDeliveryPage" });
export type WebhookDeliveryPage = z.infer<typeof WebhookDeliveryPage>;

export const WordKind = z.enum(["acknowledge", "resolve", "note"]);
export type WordKind = z.infer<typeof WordKind>;

/** One thing that was to be said to a source about one of its incidents, and how far it came. */
export const WordBackView = z
  .object({
    id: z.string(),
    incident_id: z.string(),
    integration: z.string(),
    kind: WordKind,
    text: z.string(),
    source_id: z.string().describe("What the source calls the incident"),
    state: z
      .enum(["waiting", "sent", "failed", "dropped"])
      .describe("`dropped`: it was no longer true when its turn came"),
    attempts: z.number().int(),
    next_attempt_at: IsoTime.nullable(),
    last_status: z.number().int().nullable(),
    problem: z.string().nullable(),
    created_at: IsoTime,
    finished_at: IsoTime.nullable(),
  })
  .meta({ id: "WordBack" });
export type WordBackView = z.infer<typeof WordBackView>;

/** What a test of an integration found, step by step. */
export const TestReport = z
  .object({
    has_passed: z.boolean(),
    steps: z.array(z.object({ text: z.string(), has_passed: z.boolean(), detail: z.string().nullable() })),
    incident_id: z.string().nullable().describe("The incident that it opened and resolved."),
  })
  .meta({ id: "IntegrationTestReport" });
export type TestReport = z.infer<typeof TestReport>;

/** What was set right after asking the source what it has open. */
export const SyncReport = z
  .object({
    open_there: z.number().int().describe("How many incidents the source has open."),
    opened: z.number().int().describe("Of these, the ones that nobody knew of here."),
    acknowledged: z.number().int(),
    resolved: z.number().int().describe("What was taken to be firing here and is over there."),
  })
  .meta({ id: "IntegrationSyncReport" });
export type SyncReport = z.infer<typeof SyncReport>;

export const IntegrationMetricsQuery = z.object({
  period: z
    .string()
    .regex(/^\d{1,4}[mhd]$/, "Write a period as 15m, 1h or 7d")
    .default("1h")
    .describe(
      "How far back: minutes, hours or days, at most 30 days. Counted by the minute up to 3 hours, by the hour above.",
    ),
});
export const IntegrationMetrics = z
  .object({
    period: z.string(),
    bucket: z.enum(["minute", "hour"]),
    received: z.number().int().describe("Deliveries, without replays."),
    failed: z.number().int().describe("Of these, the ones that could not be read or dealt with, or not all of them."),
    refused: z
      .number()
      .int()
      .describe(
        "What was not taken in, because it did not prove who sent it or came over the limit of webhooks an hour; not in `received`.",
      ),
    buckets: z.array(z.object({ at: IsoTime, received: z.number().int(), failed: z.number().int() })),
    outcomes: z
      .array(z.object({ outcome: AlertOutcome, count: z.number().int() }))
      .describe("What became of the alerts."),
    processing_ms: z
      .object({ p50: z.number(), p95: z.number() })
      .nullable()
      .describe("From received to dealt with; null when nothing was."),
    words_back: z.object({ sent: z.number().int(), failed: z.number().int(), waiting: z.number().int() }),
  })
  .meta({ id: "IntegrationMetrics" });
export type IntegrationMetrics = z.infer<typeof IntegrationMetrics>;
