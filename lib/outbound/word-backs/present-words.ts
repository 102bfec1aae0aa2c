import { prisma, type Tx } from "@/lib/platform/db";
import { type WordBackView, WordKind } from "../contract";
import type { WordRow } from "./word";

/** How these words back look to people and programs, in the order given. */
export async function presentWords(
  rows: readonly WordRow[],
  through: Pick<Tx, "integration"> = prisma(),
): Promise<WordBackView[]> {
  const integrations = await through.integration.findMany({
    where: { id: { in: [...new Set(rows.map(({ integrationId }) => integrationId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(integrations.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    incident_id: row.incidentId,
    integration: names.get(row.integrationId) ?? "",
    kind: WordKind.parse(row.kind),
    text: row.text,
    source_id: row.sourceId,
    state: row.state as WordBackView["state"],
    attempts: row.attempts,
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
    last_status: row.lastStatus,
    problem: row.lastError,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
  }));
}
