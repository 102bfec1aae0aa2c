import { type Ctx, noteSecurityEvent } from "@/lib/auth";
import { pool } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
import { Backlog } from "../backlog";

type Asked = { ctx: Ctx; id: string; method: string; route: string };
type Owner = { id: string; kind: string; organizationId: string };

const held = globalThis as unknown as { nightshiftForeignIds?: Backlog<Asked> };
const backlog = () => {
  held.nightshiftForeignIds ??= new Backlog<Asked>({ name: "foreign ids", most: 2_000, afterMs: 1_000, write: judge });
  return held.nightshiftForeignIds;
};

/** Remembers the ids of a call that found nothing, to be looked up across organizations a moment later: the answer was the same 404 anyway. */
export function noteForeignIds(
  ctx: Ctx,
  call: { method: string; route: string; params: Record<string, string> },
): void {
  for (const id of Object.values(call.params)) {
    if (isId(id)) backlog().add({ ctx, id: id.toLowerCase(), method: call.method, route: call.route });
  }
}

/** Looks up what waits; for tests and the end of a process. */
export const flushForeignIds = (): Promise<void> => backlog().flush();

const OWNERS = ["incident", "proposal", "execution", "diagnosis", "service", "session", "invitation", "api_key"]
  .map((kind) => {
    const table = kind === "diagnosis" ? "diagnoses" : `${kind}s`;
    return `SELECT '${kind}' AS kind, id, organization_id AS "organizationId" FROM ${table} WHERE id = ANY($1::uuid[])`;
  })
  .concat(`SELECT 'member', user_id, organization_id FROM members WHERE user_id = ANY($1::uuid[])`)
  .join(" UNION ALL ");

async function judge(asked: Asked[]): Promise<void> {
  const { rows } = await pool().query<Owner>(OWNERS, [[...new Set(asked.map(({ id }) => id))]]);
  if (rows.length === 0) return;
  const attempts = new Map<string, { ask: Asked; owner: Owner; times: number }>();
  for (const ask of asked) {
    const owners = rows.filter(({ id }) => id === ask.id);
    const [owner] = owners;
    if (!owner || owners.some(({ organizationId }) => organizationId === ask.ctx.organizationId)) continue;
    const { actor, origin } = ask.ctx;
    const key = [ask.ctx.organizationId, actor.id, origin?.address, ask.route, owner.organizationId].join(" ");
    const known = attempts.get(key);
    if (known) known.times++;
    else attempts.set(key, { ask, owner, times: 1 });
  }
  for (const { ask, owner, times } of attempts.values()) {
    if (!(await belongsToBoth(ask.ctx, owner.organizationId))) await tell(ask, owner, times);
  }
}

/** Somebody who is a member of both and forgot to switch is not attacking anybody. */
async function belongsToBoth({ actor }: Ctx, organizationId: string): Promise<boolean> {
  if (actor.kind !== "user") return false;
  const { rowCount } = await pool().query(
    "SELECT 1 FROM members WHERE user_id = $1::uuid AND organization_id = $2::uuid",
    [actor.id, organizationId],
  );
  return (rowCount ?? 0) > 0;
}

/** Both organizations hear of it: one has a caller who reaches out, the other something that was reached for. Neither learns who the other is. */
async function tell({ ctx, method, route }: Asked, owner: Owner, times: number): Promise<void> {
  const { address, userAgent } = ctx.origin ?? {};
  const call = { method, route, subject_kind: owner.kind, times };
  await noteSecurityEvent({
    kind: "cross_organization",
    organizationId: ctx.organizationId,
    actor: ctx.actor,
    address,
    userAgent,
    requestId: ctx.requestId,
    data: { ...call, direction: "out" },
  });
  await noteSecurityEvent({
    kind: "cross_organization",
    organizationId: owner.organizationId,
    address,
    data: { ...call, direction: "in", subject_id: owner.id },
  });
}
