import type { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { callableUrl, wrongField } from "@/lib/platform/callable-url";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import { type ServiceView, UpdateService } from "./contract";
import { findService, presentOne } from "./get-service";
import { refuseUnmanaged, type ServiceRow, unseen } from "./watched";

/**
 * Changes how a service is reached or how often it is probed, and what people say of it: its health address and its repository. Where
 * anything but the latter changes, the next probe is due at once, and practice services and those known from alerts alone are refused with
 * `conflict`. Throws `not_found`, or `invalid` for a health address that may not be called or seems to hold a secret, and for another host
 * or port without the password, where the service has one.
 */
export async function updateService(ctx: Ctx, name: string, raw: z.input<typeof UpdateService>): Promise<ServiceView> {
  require(ctx, "configure");
  const input = UpdateService.parse(raw);
  const { password, interval_ms: intervalMs, health_url: _, repository, ...changes } = input;
  const healthUrl = await checkedHealthUrl(input.health_url);
  const isReachedAnew =
    password !== undefined || intervalMs !== undefined || Object.values(changes).some((value) => value !== undefined);
  const row = await inTransaction(async (tx) => {
    const found = await findService(tx, ctx, name);
    if (isReachedAnew) {
      refuseSandbox(found, "changed");
      refuseUnmanaged(found);
    }
    if (password === undefined) refuseElsewhere(found, input);
    const [changed] = await tx.service.updateManyAndReturn({
      where: { id: found.id, deletedAt: null },
      data: {
        ...changes,
        ...(password !== undefined && { passwordSealed: password === null ? null : seal(password) }),
        ...(intervalMs !== undefined && { intervalMs }),
        ...(healthUrl !== undefined && { healthUrl }),
        ...(repository !== undefined && { repository }),
        ...(isElsewhere(found, input) && unseen),
        // A probe that is under way loses its claim by this: it looked at the old address.
        ...(isReachedAnew && { nextProbeAt: clock.now() }),
      },
    });
    if (!changed) throw notFound("The service");
    publish(tx, ctx.organizationId, "service.changed", found.id);
    recordAudit(tx, ctx, {
      verb: "service.update",
      subject: { kind: "service", id: found.id },
      data: {
        before: told(found, raw),
        after: told(changed, raw),
        ...(password !== undefined && { credential: password === null ? "removed" : "replaced" }),
      },
    });
    return changed;
  });
  return presentOne(row);
}

const isElsewhere = (row: ServiceRow, { host = row.host, port = row.port }: z.output<typeof UpdateService>): boolean =>
  host !== row.host || port !== row.port;

/** A password goes to the address that it was entered for and to no other: who may change that need not know it. */
function refuseElsewhere(row: ServiceRow, changes: z.output<typeof UpdateService>): void {
  if (row.passwordSealed === null || !isElsewhere(row, changes)) return;
  throw wrongField(
    "password",
    "Enter the password again, or null for none: the stored one is not sent to another address than it was entered for",
  );
}

/** The fields that a change names, as a row has them; never the password. */
function told(row: ServiceRow, changes: object): Record<string, unknown> {
  const { host, port, database, username, intervalMs: interval_ms, healthUrl: health_url, repository } = row;
  const all = { host, port, database, username, interval_ms, health_url, repository };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in changes));
}

async function checkedHealthUrl(url: string | null | undefined): Promise<string | null | undefined> {
  if (!url) return url;
  if (redact(url) !== url)
    throw wrongField("health_url", "The address seems to hold a secret, and everybody here may read it; leave it out");
  return callableUrl(url, "health_url");
}

/** Practice services belong to the sandbox, which registers them again as it finds them. */
export function refuseSandbox(row: ServiceRow, verb: string): void {
  if (!row.isSandbox) return;
  throw conflict(`${row.name} is a practice service: it is managed by the sandbox and cannot be ${verb} here`);
}
