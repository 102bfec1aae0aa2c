import { z } from "zod";
import { IsoTime } from "../platform/contract";
import { isSampleOld } from "../platform/sample-age-contract";

/** Below this a sample is bad; above `RECOVERED_ABOVE` a fix counts as verified. Percent of health. */
export const UNHEALTHY_BELOW = 70;
export const RECOVERED_ABOVE = 80;
/** Below this hardly anything is left: what opens is critical, and it is shown so. */
export const CRITICAL_BELOW = 20;

export const ServiceKind = z.enum(["redis", "postgres"]);
export type ServiceKind = z.infer<typeof ServiceKind>;
/** The kind of a service that is known from alerts alone: nobody has said how to reach it, so it is not watched. */
export const UNMANAGED = "unmanaged";
/** So many of those an organization has at most: senders may name what they like. */
export const MOST_UNMANAGED = 1_000;
export const TargetKind = z.enum(["docker", "process", "none"]);
export type TargetKind = z.infer<typeof TargetKind>;
export const ServiceStatus = z.enum(["healthy", "degraded", "down", "unknown"]);
export type ServiceStatus = z.infer<typeof ServiceStatus>;

/** Names become path segments and container names: letters, digits, dot, dash and underscore, starting with a letter or digit. */
export const ServiceName = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "Use letters, digits, dots, dashes and underscores, starting with a letter or digit",
  );

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?$/i;
const IPV6 = /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*$/i;
/** A host name or an address and nothing else: it is quoted in texts and in advice that people paste into a shell. */
const Host = z
  .string()
  .trim()
  // An IPv6 address is often copied out of a URL.
  .overwrite((host) => host.replace(/^\[(.*)\]$/, "$1"))
  .min(1)
  .max(253)
  .refine(
    (host) => HOST_NAME.test(host) || IPV6.test(host),
    "Use a host name or an IPv4 or IPv6 address alone, without a user, a port or a path",
  );

const connection = {
  host: Host,
  port: z.number().int().min(1).max(65535),
  database: z.string().max(63).nullable().default(null),
  username: z.string().max(63).nullable().default(null),
  /** Stored encrypted, never returned. */
  password: z.string().max(1_024).nullable().default(null),
};
export const CreateService = z.object({
  name: ServiceName,
  kind: ServiceKind,
  ...connection,
  /** Where commands run. `docker` names a container; without one Nightshift watches and explains, but cannot act. */
  target: z
    .object({ kind: z.enum(["docker", "none"]), name: ServiceName.optional() })
    .default({ kind: "none" })
    .refine((target) => target.kind === "none" || target.name, "A docker target needs the container's name"),
  interval_ms: z.number().int().min(1_000).max(3_600_000).default(10_000),
});
/** An address that may be shown to everybody who may see the service. Whether it may be called is asked when it is saved and each time. */
const HealthUrl = z
  .string()
  .trim()
  .max(500)
  .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), {
    message: "Enter an address that begins with https:// or http://",
    abort: true,
  })
  .refine((url) => new URL(url).username === "" && new URL(url).password === "", {
    message: "The address holds a name or a password; leave them out",
  });
const repositoryWords = "Write it as owner/name, as in the repository's address at GitHub";
/** As GitHub spells it. Both parts become segments of a path, where dots alone would lead elsewhere. */
const Repository = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\/[A-Za-z0-9._-]{1,100}$/, repositoryWords)
  .refine((text) => !/\/\.{1,2}$/.test(text), repositoryWords);

export const UpdateService = z
  .object({
    host: connection.host,
    port: connection.port,
    database: z.string().max(63).nullable(),
    username: z.string().max(63).nullable(),
    password: z.string().max(1_024).nullable(),
    interval_ms: z.number().int().min(1_000).max(3_600_000),
    health_url: HealthUrl.nullable().describe("An http or https address that answers whether the service is well."),
    repository: Repository.nullable().describe("Where its code is: `owner/name`, as GitHub spells it."),
  })
  .partial()
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Name at least one field to change",
  );
export const SamplesQuery = z.object({
  /** How far back: minutes, hours or days, at most 7 days. Above 3 hours the answer holds minute averages. */
  period: z
    .string()
    .regex(/^\d{1,4}[mhd]$/, "Write a period as 15m, 1h or 7d")
    .default("1h"),
});

export const ServiceView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z
      .enum([...ServiceKind.options, UNMANAGED])
      .describe("`unmanaged`: known from alerts alone, and not watched until it is added with how to reach it."),
    target: z.object({ kind: TargetKind, name: z.string() }),
    health: z.number().nullable(),
    status: ServiceStatus,
    last_checked_at: IsoTime.nullable(),
    metrics: z.record(z.string(), z.unknown()),
    open_incident_id: z.string().nullable(),
    latency_ms: z.number().nullable(),
    last_error: z.string().nullable(),
    interval_ms: z.number(),
    is_sandbox: z.boolean(),
    unavailable_hint: z
      .string()
      .nullable()
      .describe("What to type when the service cannot be started on this machine."),
    health_url: z.string().nullable(),
    repository: z.string().nullable(),
  })
  .meta({ id: "Service" });
export type ServiceView = z.infer<typeof ServiceView>;

/** Whether the last sample is so old that nobody can be watching: then it says nothing about now. Never checked is not stale. */
export function isStale(
  service: Pick<ServiceView, "last_checked_at" | "interval_ms" | "unavailable_hint">,
  now: Date,
): boolean {
  if (service.last_checked_at === null || service.unavailable_hint !== null) return false;
  return isSampleOld(new Date(service.last_checked_at), service.interval_ms, now);
}

export const SampleView = z
  .object({
    at: IsoTime,
    health: z.number(),
    latency_ms: z.number().nullable(),
    metrics: z.record(z.string(), z.unknown()),
    error: z.string().nullable(),
  })
  .meta({ id: "Sample" });
export type SampleView = z.infer<typeof SampleView>;
