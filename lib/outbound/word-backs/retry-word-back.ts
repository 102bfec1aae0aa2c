import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { WordBackView } from "../contract";
import { presentWords } from "./present-words";
import { queueWord } from "./queue-words";

/** Tries a word back that failed once more, from the beginning. Throws `not_found`, or `conflict` when it has not failed. */
export async function retryWordBack(ctx: Ctx, id: string): Promise<WordBackView> {
  require(ctx, "respond");
  const { organizationId } = ctx;
  if (!isId(id)) throw notFound("The word back");
  return inTransaction(async (tx) => {
    const before = await tx.wordBack.findFirst({ where: { id, organizationId } });
    if (!before) throw notFound("The word back");
    const [word] = await tx.wordBack.updateManyAndReturn({
      where: { id, organizationId, state: "failed" },
      data: { state: "waiting", attempts: 0, nextAttemptAt: clock.now(), finishedAt: null },
    });
    if (!word) throw conflict("Only what failed can be said again");
    queueWord(tx, word);
    publish(tx, organizationId, "incident.changed", word.incidentId);
    recordAudit(tx, ctx, {
      verb: "word-back.retry",
      subject: { kind: "word-back", id },
      data: { kind: word.kind, incident_id: word.incidentId, before: { problem: before.lastError } },
    });
    const [view] = await presentWords([word], tx);
    if (!view) throw new Error("A word back could not be presented");
    return view;
  });
}
