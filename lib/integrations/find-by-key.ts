import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import type { SourceName } from "./contract";
import { type OpenedIntegration, openedOf } from "./opened";
import { sourceFacts } from "./source-facts";

// Asked with every webhook, so the answer is kept for a moment: a change of secrets, or a deletion, takes hold within it.
const REMEMBERED_MS = 2_000;
const MOST_REMEMBERED = 1_000;
type Remembered = { until: number; found: Promise<OpenedIntegration | null> };
const remembered = new Map<string, Remembered>();

/** The integration that this key belongs to, as it was at most two seconds ago; null when there is none. Rejects when the database does. */
export function findByKey(key: string): Promise<OpenedIntegration | null> {
  const keyHash = sha256(key);
  const now = clock.now().getTime();
  const known = remembered.get(keyHash);
  if (known && known.until > now) return known.found;
  const found = load(keyHash);
  remembered.delete(keyHash);
  remembered.set(keyHash, { until: now + REMEMBERED_MS, found });
  // A failure is not an answer to remember.
  found.catch(() => remembered.delete(keyHash));
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return found;
}

async function load(keyHash: string): Promise<OpenedIntegration | null> {
  const row = await prisma().integration.findUnique({ where: { keyHash } });
  return row && row.deletedAt === null ? openedOf(row) : null;
}

/** At most this many are tried by their secrets when an address has no key. */
const MOST_TRIED = 20;

/**
 * Every integration of a source that an address without a key may mean: which of them it is, its secret tells. Those of one organization
 * alone, the first that is not the demo's, so that nothing another one does is felt there. None of a source without a secret: that
 * Amazon signed a message does not tell for whom. Null when there are more than can be tried one by one.
 */
export async function findBySource(source: SourceName): Promise<OpenedIntegration[] | null> {
  if (!sourceFacts[source].hasSecret) return [];
  const first = await prisma().organization.findFirst({
    orderBy: [{ isDemo: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  if (!first) return [];
  const rows = await prisma().integration.findMany({
    where: { organizationId: first.id, source, deletedAt: null },
    orderBy: { id: "asc" },
    take: MOST_TRIED + 1,
  });
  return rows.length > MOST_TRIED ? null : rows.map(openedOf);
}
