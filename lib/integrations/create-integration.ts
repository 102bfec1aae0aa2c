import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { checkConfig } from "./check-config";
import { CreateIntegration, IntegrationConfig, type NewSecret } from "./contract";
import { mergedConfig } from "./merged-config";
import { newIntegrationKey, newSecret } from "./new-key";
import { sealSecrets } from "./opened";
import { presentDetail } from "./present-integration";
import { sourceFacts } from "./source-facts";
import { tellChange } from "./tell-change";

const MOST = 200;

/**
 * Makes an integration with a key of its own, and with a first secret where the source proves itself by one: that is in this answer, and
 * in no other. Without a name it is called like its source, with a number where that is taken. Throws `forbidden`, `invalid` when the
 * settings do not fit the source, or `conflict` when the name is taken.
 */
export async function createIntegration(ctx: Ctx, raw: z.input<typeof CreateIntegration>): Promise<NewSecret> {
  require(ctx, "configure");
  const { source, name: wanted, config: given } = CreateIntegration.parse(raw);
  const config = mergedConfig(IntegrationConfig.parse({}), given);
  checkConfig({ source, config, hasToken: false });
  const now = clock.now();
  const { keyHash, keySealed } = newIntegrationKey();
  const secret = sourceFacts[source].hasSecret ? newSecret(now) : null;
  return inTransaction(async (tx) => {
    // One at a time: of two that want a name one gets it, and two without a name get two.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.integrations'), hashtext(${ctx.organizationId}))`;
    const taken = await namesTaken(tx, ctx);
    if (taken.size >= MOST) throw conflict(`There are ${MOST} integrations; delete some first`);
    if (wanted && taken.has(wanted.toLowerCase())) throw conflict(`There is an integration called ${wanted} already`);
    const name = wanted ?? freeName(source, taken);
    const row = await tx.integration.create({
      data: {
        id: newId(),
        organizationId: ctx.organizationId,
        name,
        source,
        keyHash,
        keySealed,
        secretsSealed: secret && sealSecrets([secret]),
        config,
        createdAt: now,
        updatedAt: now,
      },
    });
    tellChange(tx, ctx, row.id, { verb: "create", data: { before: null, after: { name, source, config } } });
    const integration = await presentDetail(ctx, row, { db: tx, ...(secret && { secret: secret.value }) });
    return { secret: secret?.value ?? null, integration };
  });
}

async function namesTaken(tx: Tx, { organizationId }: Ctx): Promise<Set<string>> {
  const rows = await tx.integration.findMany({ where: { organizationId, deletedAt: null }, select: { name: true } });
  return new Set(rows.map(({ name }) => name.toLowerCase()));
}

function freeName(source: string, taken: Set<string>): string {
  let name = source;
  for (let number = 2; taken.has(name); number++) name = `${source}-${number}`;
  return name;
}
