import { type Ctx, require } from "@/lib/auth";
import { pool } from "@/lib/platform/db";

export type ServiceHealth = { id: string; name: string; health: number };

/** The last measured health of every service that has one. One small read: this is asked while a person waits for a command to start. */
export async function healthOfServices(ctx: Ctx): Promise<ServiceHealth[]> {
  require(ctx, "read");
  const { rows } = await pool().query<ServiceHealth>({
    name: "health-of-services",
    text: "SELECT id, name, health FROM services WHERE organization_id = $1 AND deleted_at IS NULL AND health IS NOT NULL",
    values: [ctx.organizationId],
  });
  return rows;
}
