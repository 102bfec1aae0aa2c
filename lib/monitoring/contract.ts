import { z } from "zod";
import type { IsoTime } from "../platform/contract";

/** Below this a sample is bad; above `RECOVERED_ABOVE` a fix counts as verified. Percent of health. */
export const UNHEALTHY_BELOW = 70;
export const RECOVERED_ABOVE = 80;

export const ServiceKind = z.enum(["redis", "postgres"]);
export type ServiceKind = z.infer<typeof ServiceKind>;
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
    /^[a-z0-9][a-z0-9._-]*$/i,
    "Use letters, digits, dots, dashes and underscores, starting with a letter or digit",
  );

const connection = {
  host: z.string().trim().min(1).max(253),
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
export const UpdateService = z
  .object({
    host: connection.host,
    port: connection.port,
    database: z.string().max(63).nullable(),
    username: z.string().max(63).nullable(),
    password: z.string().max(1_024).nullable(),
    interval_ms: z.number().int().min(1_000).max(3_600_000),
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

export type ServiceView = {
  id: string;
  name: string;
  kind: ServiceKind;
  target: { kind: TargetKind; name: string };
  health: number | null;
  status: ServiceStatus;
  last_checked_at: IsoTime | null;
  metrics: Record<string, unknown>;
  open_incident_id: string | null;
  latency_ms: number | null;
  last_error: string | null;
  interval_ms: number;
  is_sandbox: boolean;
  /** What to type when the service cannot be started on this machine. */
  unavailable_hint: string | null;
};

export type SampleView = {
  at: IsoTime;
  health: number;
  latency_ms: number | null;
  metrics: Record<string, unknown>;
  error: string | null;
};
