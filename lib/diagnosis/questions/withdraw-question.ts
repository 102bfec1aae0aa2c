import { recordAudit } from "@/lib/audit";
import { type Ctx, requirePerson } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { QuestionView } from "../contract";
import { presentQuestions } from "./present-questions";

/**
 * Takes a question back that has no answer yet: whoever is at it stops at the next step, and what was spent stays spent. Throws
 * `not_found`, or `conflict` when it is over.
 */
export async function withdrawQuestion(ctx: Ctx, id: string): Promise<QuestionView> {
  requirePerson(ctx, "respond");
  const row = await inTransaction(async (tx) => {
    const where = { id, organizationId: ctx.organizationId };
    const found = isId(id) ? await tx.question.findFirst({ where }) : null;
    if (!found) throw notFound("The question");
    const [withdrawn] = await tx.question.updateManyAndReturn({
      where: { ...where, state: { in: ["waiting", "running"] } },
      data: { state: "withdrawn", endedAt: clock.now() },
    });
    if (!withdrawn) throw conflict("This question is over; there is nothing to take back");
    publish(tx, ctx.organizationId, "diagnosis.changed", withdrawn.incidentId);
    recordAudit(tx, ctx, {
      verb: "question.withdraw",
      subject: { kind: "question", id },
      data: { incident_id: withdrawn.incidentId },
    });
    return withdrawn;
  });
  const [view] = await presentQuestions([row]);
  return view as QuestionView;
}
