import type { z } from "zod";
import type { Ctx } from "@/lib/auth";
import type { ListIncidents } from "./contract";

/** Which incidents are meant, as a condition for Postgres. */
export type Filter = {
  /** Begins with the organization: a condition without it cannot be made. */
  where: string;
  values: unknown[];
  /** The same for the same incidents. */
  key: string;
  /** Nothing but status and severity, which are tallied. */
  isTallied: boolean;
  /** By words or labels: what is found can be counted only one by one. */
  isSearch: boolean;
  isEverything: boolean;
};

type Query = z.output<typeof ListIncidents>;

export function filterOf(ctx: Ctx, query: Query): Filter {
  const { status, severity, service, from, to, label, q } = query;
  const values: unknown[] = [ctx.organizationId];
  const param = (value: unknown) => `$${values.push(value)}`;
  const terms = ["organization_id = $1"];
  // In these words, because an index holds only what they say.
  if (status === "open") terms.push("status <> 'resolved'");
  else if (status) terms.push(`status = ${param(status)}`);
  if (severity) terms.push(`severity = ${param(severity)}`);
  const isTallied = !service && !from && !to && !label && !q && !query.assignee;
  if (service) terms.push(`service_name = ${asWritten(param(service))}`);
  if (from) terms.push(`created_at >= ${param(new Date(from))}`);
  if (to) terms.push(`created_at <= ${param(new Date(to))}`);
  if (query.assignee === "nobody") terms.push("assignee_id IS NULL");
  else if (query.assignee) terms.push(`assignee_id = ${param(assigneeId(ctx, query.assignee))}`);
  if (label) terms.push(`found_by @@ search_any($1, ARRAY[label_key(${param(label)})])`);
  if (q) terms.push(`found_by @@ search_query($1, ${param(q)})`);
  return {
    where: terms.join(" AND "),
    values,
    key: JSON.stringify([terms, values]),
    isTallied,
    isSearch: Boolean(q || label),
    isEverything: terms.length === 1,
  };
}

/** The name as the service has it, because incidents have it so and are indexed by it; as it came when nobody knows the service. */
const asWritten = (name: string): string =>
  `coalesce((SELECT name FROM services WHERE organization_id = $1 AND lower(name) = lower(${name}) AND deleted_at IS NULL), ${name})`;

/** `me` is a person; nobody assigns anything to an API key or a loop, whose ids are no members'. */
const assigneeId = ({ actor }: Ctx, assignee: string): string | null =>
  assignee !== "me" ? assignee : actor.kind === "user" ? actor.id : null;
