import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/**
 * Lets the worker probe a service as soon as the caller's transaction has committed, rather than at the end of its interval. Waits for
 * nobody: where a sample of it is being recorded or a probe begun this moment, that is soon enough. Whoever records a sample may go on to
 * open an incident, and would otherwise wait for a caller that has opened one and waits for the service.
 */
export async function probeSoon(tx: Tx, serviceId: string): Promise<void> {
  const now = clock.now().toISOString();
  await tx.$executeRaw`
    UPDATE services SET next_probe_at = ${now}::timestamptz(3) WHERE id IN (
      SELECT id FROM services WHERE id = ${serviceId}::uuid AND next_probe_at > ${now}::timestamptz(3) FOR NO KEY UPDATE SKIP LOCKED)`;
}
