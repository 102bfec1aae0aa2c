import { inTransaction, pool } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { limited } from "@/lib/platform/errors";

// A process that dies takes its sockets along and can tell nobody; its rows are not refreshed any more.
const SILENT_S = 60;

/** Counts an API key's new socket over all web processes. Throws `limited` when it has as many as it may. */
export async function holdSocket(keyId: string, socketId: string): Promise<void> {
  const most = env().NIGHTSHIFT_SOCKETS_PER_KEY;
  const held = await inTransaction(async (tx) => {
    // Two that come at once must not both find the last place.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.key-sockets'), hashtext(${keyId}))`;
    return tx.$executeRaw`
      INSERT INTO key_sockets (id, key_id, seen_at) SELECT ${socketId}, ${keyId}::uuid, now()
      WHERE (SELECT count(*) FROM key_sockets WHERE key_id = ${keyId}::uuid AND seen_at > now() - make_interval(secs => ${SILENT_S})) < ${most}`;
  });
  if (held === 0)
    throw limited(`This API key has ${most} connections open, which is its limit; close one of them first`, 10);
}

/** Says that these sockets are still open. Due more often than once a minute. */
export async function stillOpen(socketIds: readonly string[]): Promise<void> {
  if (socketIds.length === 0) return;
  await pool().query("UPDATE key_sockets SET seen_at = now() WHERE id = ANY($1)", [socketIds]);
}

export async function releaseSocket(socketId: string): Promise<void> {
  await pool().query("DELETE FROM key_sockets WHERE id = $1", [socketId]);
}
