import { Conditions } from "@/lib/platform/conditions";
import { prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
import type { AuditFilters } from "./contract";

const KINDS = ["user", "apiKey", "webhook", "system", "agent"];

// Words and beginnings of words, all of them. Nothing is left to ask for when a text has no letter and no digit: NULL finds nothing.
const WORDS = `audit_words(verb, actor_name, subject_kind, subject_id, data) @@
  to_tsquery('simple', replace(nullif(trim(regexp_replace(?, '[^[:alnum:]]+', ' ', 'g')), ''), ' ', ':* & ') || ':*')`;

/** The filters of the audit log as conditions within an organization. */
export async function conditionsOf(organizationId: string, filters: AuditFilters): Promise<Conditions> {
  const { verb, actor, subject_kind: kind, subject_id: id, from, to, q } = filters;
  let all = Conditions.inOrganization(organizationId);
  if (verb) all = verb.includes(".") ? all.and("verb = ?", verb) : all.and("starts_with(verb, ?)", `${verb}.`);
  if (kind) all = all.and("subject_kind = ?", kind);
  if (id) all = all.and("subject_id = ?", id);
  if (from) all = all.and("at >= ?", new Date(from));
  if (to) all = all.and("at <= ?", new Date(to));
  if (q) all = all.and(WORDS, q);
  return actor ? byActor(all, organizationId, actor) : all;
}

async function byActor(all: Conditions, organizationId: string, actor: string): Promise<Conditions> {
  if (isId(actor)) return all.and("actor_id = ?", actor);
  if (KINDS.includes(actor)) return all.and("actor_kind = ?", actor);
  if (!actor.includes("@")) return all.and("lower(actor_name) = lower(?)", actor);
  const member = await prisma().member.findFirst({
    where: { organizationId, user: { email: actor.toLowerCase() } },
    select: { userId: true },
  });
  return all.and("actor_id = ?", member?.userId ?? actor);
}

export const isFiltered = (filters: AuditFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined);
