import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { canonicalJson } from "@/lib/platform/crypto";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import { type IncidentSummary, UpdateIncident } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import type { IncidentRow } from "./present-incident";
import { tell } from "./tell";

type Changes = z.output<typeof UpdateIncident>;

/**
 * Changes what people may change about an incident: words, severity, labels, and who has it. What is already so is not a change and
 * leaves no trace. Throws `invalid` when the assignee is not a member of the organization.
 */
export async function updateIncident(
  ctx: Ctx,
  id: string,
  raw: z.input<typeof UpdateIncident>,
): Promise<IncidentSummary> {
  require(ctx, "respond");
  const changes = storable(UpdateIncident.parse(raw));
  return inTransaction(async (tx) => {
    // Locked, so that the timeline says truly from what to what.
    if (isId(id)) {
      await tx.$queryRaw`SELECT id FROM incidents WHERE id = ${id}::uuid AND organization_id = ${ctx.organizationId}::uuid FOR UPDATE`;
    }
    const before = await findIncident(tx, ctx, id);
    const assigneeName = changes.assignee ? await memberName(tx, ctx, changes.assignee) : null;
    const told = changesInWords(before, changes, assigneeName);
    if (told.length === 0) return presentOne(tx, before);
    const { assignee, ...fields } = changes;
    const after = await tx.incident.update({
      where: { id: before.id },
      data: { ...fields, ...(assignee !== undefined && { assigneeId: assignee }), updatedAt: clock.now() },
    });
    const summary = await presentOne(tx, after);
    const fieldsChanged = told.map((change) => change.field);
    const text = told.map((change) => change.text).join("; ");
    tell(
      tx,
      ctx,
      "update",
      { incidentId: before.id, kind: "changed", text, data: { changed: fieldsChanged } },
      { before: only(fieldsChanged, before), after: only(fieldsChanged, after) },
    );
    return summary;
  });
}

const only = (fields: (keyof Changes)[], row: IncidentRow) =>
  Object.fromEntries(fields.map((field) => [field, field === "assignee" ? row.assigneeId : row[field]]));

async function memberName(tx: Tx, ctx: Ctx, userId: string): Promise<string> {
  const member = await tx.member.findUnique({
    where: { organizationId_userId: { organizationId: ctx.organizationId, userId } },
    include: { user: true },
  });
  if (!member) {
    throw invalid("The assignee is not a member of this organization", {
      issues: [{ path: "assignee", message: "not a member of this organization" }],
    });
  }
  return member.user.name;
}

function changesInWords(before: IncidentRow, changes: Changes, assigneeName: string | null) {
  const told: { field: keyof Changes; text: string }[] = [];
  const { title, description, severity, labels, assignee } = changes;
  if (title !== undefined && title !== before.title) told.push({ field: "title", text: `Renamed to “${title}”` });
  if (description !== undefined && description !== before.description)
    told.push({ field: "description", text: "Description changed" });
  if (severity !== undefined && severity !== before.severity)
    told.push({ field: "severity", text: `Severity changed from ${before.severity} to ${severity}` });
  if (labels !== undefined && canonicalJson(labels) !== canonicalJson(before.labels))
    told.push({ field: "labels", text: "Labels changed" });
  if (assignee !== undefined && assignee !== before.assigneeId)
    told.push({ field: "assignee", text: assigneeName ? `Assigned to ${assigneeName}` : "Assigned to nobody" });
  return told;
}
