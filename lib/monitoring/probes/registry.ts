import type { ServiceKind } from "../contract";
import type { ProbeKind } from "./kind";
import { postgresProbe } from "./postgres";
import { redisProbe } from "./redis";

export const probeKinds: Record<ServiceKind, ProbeKind> = { redis: redisProbe, postgres: postgresProbe };
