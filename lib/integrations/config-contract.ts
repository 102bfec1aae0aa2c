import { z } from "zod";
import { Severity } from "../incidents/contract";
import { ServiceName } from "../monitoring/contract";

// How an integration is set up, as it is stored and as people change it. Others take it from contract.ts.

const path = z
  .string()
  .trim()
  .max(200)
  .regex(/^[\w$@-]+(\.[\w$@-]+)*$/, "Write the way to a field as event.title; a number picks an entry of a list");

const mapping = {
  title: path,
  description: path,
  severity: path,
  service: path,
  dedup_key: path,
  status: path,
  at: path,
  link: path,
  resolved_when: z
    .array(z.string().trim().min(1).max(50))
    .max(20)
    .describe("Values of `status` that say it is over; everything else says it is there."),
};

/** Which fields of a sender's JSON say what. */
export const GenericMapping = z.object({
  title: mapping.title.default("title"),
  description: mapping.description.default("description"),
  severity: mapping.severity.default("severity"),
  service: mapping.service.default("service"),
  dedup_key: mapping.dedup_key.default("dedup_key"),
  status: mapping.status.default("status"),
  at: mapping.at.default("timestamp"),
  link: mapping.link.default("link"),
  resolved_when: mapping.resolved_when.default(["resolved", "ok", "recovered", "closed"]),
});
export type GenericMapping = z.infer<typeof GenericMapping>;

const heartbeat = {
  every_s: z
    .number()
    .int()
    .min(10)
    .max(31 * 86_400)
    .describe("How often the service calls, in seconds."),
  grace_s: z.number().int().min(0).max(86_400).describe("How late it may be, in seconds."),
  service: ServiceName.nullable(),
};
export const HeartbeatConfig = z.object({
  every_s: heartbeat.every_s.default(300),
  grace_s: heartbeat.grace_s.default(60),
  service: heartbeat.service.default(null),
});

const isSmall = (table: object): boolean => Object.keys(table).length <= 200;
const TOO_MANY = "At most 200 entries";

const writeBack = {
  is_enabled: z.boolean(),
  from_email: z.email().nullable().describe("In whose name PagerDuty records it: the login of one of its users."),
  api_url: z.url({ protocol: /^https?$/ }).describe("`https://api.eu.pagerduty.com` for accounts in the EU."),
};
/** How the tool hears of what people do here. Only PagerDuty does today. */
export const WriteBack = z.object({
  is_enabled: writeBack.is_enabled.default(false),
  from_email: writeBack.from_email.default(null),
  api_url: writeBack.api_url.default("https://api.pagerduty.com"),
});

const settings = {
  severities: z
    .record(z.string().trim().toLowerCase().min(1).max(50), Severity)
    .refine(isSmall, TOO_MANY)
    .describe("What the source's words for how bad it is mean here, where that differs from the usual table."),
  default_severity: Severity.describe("For words that stand in no table, and where there is none."),
  services: z
    .record(z.string().trim().min(1).max(200), ServiceName)
    .refine(isSmall, TOO_MANY)
    .describe("What the source calls a service, and what it is called here."),
  default_service: ServiceName.nullable().describe("For alerts that name no service."),
  topic_arns: z
    .array(
      z
        .string()
        .max(300)
        .regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/, "Write the whole ARN of an SNS topic"),
    )
    .max(50)
    .describe("SNS topics that may deliver. When empty, the first that proves itself is entered here."),
};

/** How an integration is set up. Fields that a source does not use are kept and mean nothing. */
export const IntegrationConfig = z.object({
  severities: settings.severities.default({}),
  default_severity: settings.default_severity.default("medium"),
  services: settings.services.default({}),
  default_service: settings.default_service.default(null),
  mapping: GenericMapping.prefault({}),
  heartbeat: HeartbeatConfig.prefault({}),
  topic_arns: settings.topic_arns.default([]),
  write_back: WriteBack.prefault({}),
});
export type IntegrationConfig = z.infer<typeof IntegrationConfig>;

// Made of the bare fields: a default would count as given, and take back what was set before.
const changes = {
  ...settings,
  mapping: z
    .strictObject(mapping)
    .partial()
    .describe("Which fields of a sender's JSON say what. Fields left out stay."),
  heartbeat: z.strictObject(heartbeat).partial().describe("How often the service calls. Fields left out stay."),
  write_back: z
    .strictObject(writeBack)
    .partial()
    .describe("How the tool hears of what people do here. Fields left out stay."),
};
export const ConfigInput = z.strictObject(changes).partial();
/** Settings as people give them: what they leave out, at any depth, stays as it is. Lists and tables are replaced whole. */
export type ConfigInput = z.infer<typeof ConfigInput>;
