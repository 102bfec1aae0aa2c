import { type Ctx, require } from "@/lib/auth";
import { unseal } from "@/lib/platform/crypto";
import { type Prisma, prisma } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { ProcessTarget } from "@/lib/platform/practice-contract";
import { ServiceKind, TargetKind, UNMANAGED } from "./contract";

export type ServiceRow = Prisma.ServiceGetPayload<Prisma.ServiceDefaultArgs>;

export type Connection = {
  host: string;
  port: number;
  database: string | null;
  username: string | null;
  password: string | null;
  /** An ordinary role, where one is known: what it is refused is what applications are refused. */
  application?: { username: string; password: string | null } | null;
};

/** A service as the product works with it: where its commands run and how to connect. Holds passwords in clear; never leaves the server. */
export type Watched = {
  id: string;
  organizationId: string;
  name: string;
  kind: ServiceKind;
  target: { kind: TargetKind; name: string; config: ProcessTarget | null };
  connection: Connection;
};

/**
 * The service with this id in the caller's organization, ready to connect to. Throws `not_found` for everything else, and `conflict` for
 * one that is known from alerts alone.
 */
export async function loadWatched(ctx: Ctx, serviceId: string): Promise<Watched> {
  require(ctx, "read");
  const row = isId(serviceId)
    ? await prisma().service.findFirst({
        where: { id: serviceId, organizationId: ctx.organizationId, deletedAt: null },
      })
    : null;
  if (!row) throw notFound("The service");
  refuseUnmanaged(row);
  return watchedOf(row);
}

/** Nobody has said how to reach it, so nothing can be done that needs to. */
export function refuseUnmanaged({ name, kind }: Pick<ServiceRow, "name" | "kind">): void {
  if (kind !== UNMANAGED) return;
  throw conflict(
    `Nightshift knows ${name} from alerts alone and cannot reach it; add it as a service under this name, with its kind, host and port`,
  );
}

/** How a service stands whose address is a new one: what was seen of another server says nothing about this one. */
export const unseen = {
  status: "unknown",
  health: null,
  latencyMs: null,
  metrics: {},
  lastError: null,
  lastCheckedAt: null,
  badInARow: 0,
  goodInARow: 0,
  answeredInARow: 0,
};

export function watchedOf(row: ServiceRow): Watched {
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    kind: ServiceKind.parse(row.kind),
    target: {
      kind: TargetKind.parse(row.targetKind),
      name: row.targetName,
      config: row.targetKind === "process" ? ProcessTarget.parse(row.targetConfig) : null,
    },
    connection: {
      host: row.host,
      port: row.port,
      database: row.database,
      username: row.username,
      password: opened(row.passwordSealed),
      application: row.appUsername ? { username: row.appUsername, password: opened(row.appPasswordSealed) } : null,
    },
  };
}

const opened = (sealed: string | null): string | null => (sealed === null ? null : unseal(sealed));

/** What nobody may read in the words of this service, or in words about it: to be given to `redact` wherever they are taken in. */
export const secretsOfWatched = (watched: Watched | null): string[] =>
  [watched?.connection.password, watched?.connection.application?.password].filter((secret) => secret != null);
