import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import { SamplesQuery, type SampleView } from "./contract";
import { findService } from "./get-service";

const MINUTE_MS = 60_000;
const unitMs = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const;
const LONGEST_RAW_MS = 3 * unitMs.h;
const LONGEST_MS = 7 * unitMs.d;

type Row = {
  at: Date;
  health: number;
  latency_ms: number | null;
  metrics: Record<string, unknown>;
  error: string | null;
};

/**
 * A service's samples of the last `period`, oldest first: each one up to 3 hours, minute averages above, whose metrics say how many
 * samples the minute had and the lowest health among them. Throws `not_found`, or `invalid` above 7 days.
 */
export async function listSamples(ctx: Ctx, name: string, raw: z.input<typeof SamplesQuery>): Promise<SampleView[]> {
  require(ctx, "read");
  const { period } = SamplesQuery.parse(raw);
  const ms = Number(period.slice(0, -1)) * unitMs[period.slice(-1) as keyof typeof unitMs];
  if (ms > LONGEST_MS) throw invalid("Samples can be listed for at most 7 days back", { period });
  const service = await findService(prisma(), ctx, name);
  const { rows } = await pool().query<Row>(ms <= LONGEST_RAW_MS ? SAMPLES : MINUTES, [
    service.id,
    new Date(clock.now().getTime() - ms),
  ]);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

const SAMPLES =
  "SELECT at, health, latency_ms, metrics, error FROM samples WHERE service_id = $1 AND at > $2 ORDER BY at";

const MINUTES = `
  SELECT minute AS at, round((health_sum / count)::numeric, 2)::float8 AS health,
         round((latency_sum / nullif(latency_count, 0))::numeric, 2)::float8 AS latency_ms,
         jsonb_build_object('samples', count, 'lowest_health', health_min) AS metrics, error
  FROM sample_minutes WHERE service_id = $1 AND minute > $2 ORDER BY minute`;
