import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { canonicalJson, seal } from "@/lib/platform/crypto";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { PracticeTarget } from "@/lib/platform/practice-contract";
import { type ServiceView, UNMANAGED } from "./contract";
import { presentOne } from "./get-service";
import { type ServiceRow, unseen, watchedOf } from "./watched";

/**
 * Makes the organization watch a practice service as the sandbox describes it. Idempotent by name: called at every start, it changes
 * what changed (another mode, another port) and nothing else. Throws `conflict` when people already watch a service of that name.
 */
export async function registerPracticeService(ctx: Ctx, raw: PracticeTarget): Promise<ServiceView> {
  require(ctx, "configure");
  const described = PracticeTarget.parse(raw);
  const row = await inTransaction(async (tx) => {
    // Creates or locks the row, so that two processes that start at once register one after the other.
    const wanted = columnsOf(described);
    const { count } = await tx.service.createMany({
      data: [
        { ...wanted, ...sealed(described), id: newId(), organizationId: ctx.organizationId, createdAt: clock.now() },
      ],
      skipDuplicates: true,
    });
    const [holder] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM services
      WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${wanted.name}) AND deleted_at IS NULL FOR UPDATE`;
    const found = holder && (await tx.service.findUnique({ where: { id: holder.id } }));
    if (!found) throw conflict(`A service called ${wanted.name} was deleted a moment ago; try again`);
    if (!found.isSandbox && found.kind !== UNMANAGED)
      throw conflict(
        `A service called ${found.name} is already watched, so the practice service of that name cannot be`,
      );
    if (found.isSandbox && count === 0 && isSame(found, described)) return found;

    const registered =
      count === 1
        ? found
        : await tx.service.update({
            where: { id: found.id },
            data: { ...wanted, ...sealed(described), ...unseen, nextProbeAt: clock.now() },
          });
    publish(tx, ctx.organizationId, "service.changed", found.id);
    recordAudit(tx, ctx, {
      verb: "service.register",
      subject: { kind: "service", id: found.id },
      data: { before: count === 1 ? null : told(found), after: told(wanted) },
    });
    return registered;
  });
  return presentOne(row);
}

const told = (row: Pick<ServiceRow, "name" | "targetKind" | "targetName" | "host" | "port">) => ({
  name: row.name,
  target: { kind: row.targetKind, name: row.targetName },
  host: row.host,
  port: row.port,
});

function columnsOf({ service, kind, target, connection, hint }: PracticeTarget) {
  return {
    name: service,
    kind,
    targetKind: target.kind,
    targetName: target.name,
    targetConfig: target.kind === "process" ? target.config : {},
    host: connection.host,
    port: connection.port,
    database: connection.database,
    username: connection.username,
    appUsername: connection.app_username,
    isSandbox: true,
    unavailableHint: target.kind === "none" ? (hint ?? "This service cannot be started on this machine") : null,
  };
}

const sealed = ({ connection }: PracticeTarget) => ({
  passwordSealed: connection.password === null ? null : seal(connection.password),
  appPasswordSealed: connection.app_password === null ? null : seal(connection.app_password),
});

/** Sealing the same password twice gives two texts, so passwords are compared opened. */
function isSame(row: ServiceRow, described: PracticeTarget): boolean {
  const wanted = columnsOf(described);
  const { connection } = watchedOf(row);
  return (
    Object.entries(wanted).every(
      ([column, value]) => canonicalJson(row[column as keyof ServiceRow]) === canonicalJson(value),
    ) &&
    connection.password === described.connection.password &&
    (connection.application?.password ?? null) === described.connection.app_password
  );
}
