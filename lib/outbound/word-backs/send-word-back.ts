import { systemCtx } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import type { IncidentStatus } from "@/lib/incidents/contract";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { WordKind } from "../contract";
import { LEASE_MS } from "../outcome";
import { accountOf } from "../pagerduty/account";
import { sayToPagerDuty } from "../pagerduty/say";
import { queueWord } from "./queue-words";
import { endWord, settleWord } from "./settle-word";
import type { ClaimedWord, WordRow } from "./word";

const SECOND_MS = 1_000;
/** So many tries of an earlier word are waited for; then it holds up the later ones no longer. */
const PATIENT_TRIES = 3;

/**
 * Makes one try at a word back and settles what follows: it is said, it is tried again later, it failed, or it is dropped because it is no
 * longer true. Words about one thing go in the order of the timeline. Safe to run twice, and to be killed at any moment.
 */
export async function sendWordBack({ wordBackId }: { wordBackId: string }): Promise<void> {
  const word = await prisma().wordBack.findUnique({ where: { id: wordBackId } });
  if (word?.state !== "waiting") return;
  const { status } = await getIncident(systemCtx(word.organizationId, "write-back"), word.incidentId);
  const claimed = await inTransaction((tx) => claim(tx, word, status));
  if (!claimed) return;
  const { text, sourceId } = word;
  const outcome = await sayToPagerDuty(claimed.account, { kind: WordKind.parse(word.kind), text, sourceId });
  await settleWord(claimed, outcome);
}

async function claim(tx: Tx, word: WordRow, status: IncidentStatus): Promise<ClaimedWord | null> {
  const integration = await tx.integration.findUnique({ where: { id: word.integrationId } });
  const hears = integration?.hears && !integration.isPaused && integration.deletedAt === null;
  const account = hears ? accountOf(integration) : null;
  const untrue = account ? whyUntrue(word, status) : "Write-back was turned off before this could be said";
  if (!integration || !account || untrue !== null) {
    await endWord(tx, word, "dropped", { problem: untrue });
    return null;
  }
  const { organizationId, signalId, attempts, id } = word;
  const waitingEarlier = { organizationId, signalId, state: "waiting", entryId: { lt: word.entryId } };
  const overtaken = word.kind === "resolve" ? await dropAcknowledgements(tx, waitingEarlier) : 0;
  const earlier = await tx.wordBack.findFirst({
    where: { ...waitingEarlier, attempts: { lt: PATIENT_TRIES } },
    orderBy: { entryId: "asc" },
  });
  // It may have waited for what is dropped now.
  if (overtaken > 0 && earlier?.attempts === 0) queueWord(tx, earlier);
  const now = clock.now();
  const leaseEndsAt = new Date(now.getTime() + LEASE_MS);
  if (earlier) {
    // Whoever settles the earlier one wakes this; the time is for when nobody does.
    const soon = new Date(now.getTime() + SECOND_MS);
    queueWord(tx, word, earlier.nextAttemptAt && earlier.nextAttemptAt > soon ? earlier.nextAttemptAt : soon);
    return null;
  }
  const { count } = await tx.wordBack.updateMany({
    where: { id, state: "waiting", attempts, nextAttemptAt: { lte: now } },
    data: { attempts: attempts + 1, nextAttemptAt: leaseEndsAt },
  });
  if (count === 1) return { word: { ...word, attempts: attempts + 1 }, integration, account };
  queueWord(tx, word, word.nextAttemptAt && word.nextAttemptAt > now ? word.nextAttemptAt : leaseEndsAt);
  return null;
}

const OVERTAKEN = "The incident was resolved before this could be said";

async function dropAcknowledgements(tx: Tx, among: Prisma.WordBackWhereInput): Promise<number> {
  const { count } = await tx.wordBack.updateMany({
    where: { ...among, kind: "acknowledge" },
    data: { state: "dropped", lastError: OVERTAKEN, nextAttemptAt: null, finishedAt: clock.now() },
  });
  return count;
}

function whyUntrue({ kind }: WordRow, status: IncidentStatus): string | null {
  if (kind === "resolve" && status !== "resolved") return "The incident was opened again before this could be said";
  if (kind !== "acknowledge" || status === "acknowledged") return null;
  return status === "resolved" ? OVERTAKEN : "The acknowledgement was taken back before this could be said";
}
