import { type Ctx, require } from "@/lib/auth";
import { pool } from "@/lib/platform/db";
import type { IncidentStatus, Severity } from "./contract";

export type Tally = { status: IncidentStatus; severity: Severity; count: number };

/** How many incidents the organization has, by status and severity. Maintained, not counted: it takes as long for a million as for one. */
export async function countIncidents(ctx: Ctx): Promise<Tally[]> {
  require(ctx, "read");
  const { rows } = await pool().query<Tally>({
    name: "count-incidents",
    text: `SELECT status, severity, sum(count)::int AS count FROM incident_tallies WHERE organization_id = $1
      GROUP BY status, severity HAVING sum(count) <> 0`,
    values: [ctx.organizationId],
  });
  return rows;
}
