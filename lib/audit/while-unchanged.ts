import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";

type Remembered = { seq: bigint; until: number; answer: Promise<unknown> };

// Next compiles routes into bundles of their own; all of a process share what it knows.
const held = globalThis as unknown as { nightshiftRemembered?: Map<string, Remembered> };

const MOST = 1_000;
// For what changes without leaving a trace in the chain: rows that somebody loads into the database by hand.
const OLDEST_MS = 30_000;

/**
 * Answers `question` as it was answered before, as long as the organization's audit chain has not grown since: every change is recorded
 * there, so what was counted is still so. Otherwise computes it, once however many ask at the same time. The answer is shared: whoever gets it
 * must not change it. Only for what depends on nothing but the organization's audited rows and the words of the question (no time that
 * moves).
 */
export async function whileUnchanged<T>(ctx: Ctx, question: string, compute: () => Promise<T>): Promise<T> {
  held.nightshiftRemembered ??= new Map();
  const remembered = held.nightshiftRemembered;
  // Read before computing: what changes in between makes the answer newer than it is taken for, and never older.
  const head = await prisma().auditHead.findUnique({ where: { organizationId: ctx.organizationId } });
  const seq = head?.seq ?? 0n;
  const now = clock.now().getTime();
  const key = `${ctx.organizationId} ${question}`;
  const known = remembered.get(key);
  if (known && known.seq === seq && now < known.until) return known.answer as Promise<T>;

  const answer = compute();
  remembered.delete(key);
  remembered.set(key, { seq, until: now + OLDEST_MS, answer });
  answer.catch(() => {
    if (remembered.get(key)?.answer === answer) remembered.delete(key);
  });
  // A map gives its keys in the order of their writing: the first is the oldest.
  if (remembered.size > MOST) remembered.delete(remembered.keys().next().value ?? key);
  return answer;
}
