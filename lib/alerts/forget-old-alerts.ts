import { clock } from "@/lib/platform/clock";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { forgetBefore } from "@/lib/platform/forget-before";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;

/**
 * Removes deliveries, alerts and signals that belong to no incident, and the logs of integrations, once they are 30 days old. What belongs
 * to an incident stays as long as that. For the worker; safe to run in several at once.
 */
export async function forgetOldAlerts(): Promise<void> {
  const since = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const old = { column: "id", before: firstIdAt(since) };
  // What waits is not over, however old it is: no worker may have run.
  await forgetBefore({ ...old, table: "deliveries", only: "state <> 'waiting'" });
  await forgetBefore({ ...old, table: "alerts", only: "incident_id IS NULL" });
  await forgetBefore({ ...old, table: "integration_log" });
  const isOver = "status = 'resolved' AND incident_id IS NULL";
  await forgetBefore({ table: "signals", column: "updated_at", before: since, only: isOver });
}
