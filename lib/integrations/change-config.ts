import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { checkConfig, hearsOf } from "./check-config";
import { ChangeIntegration, type ConfigInput, IntegrationConfig, type IntegrationDetail, SourceName } from "./contract";
import { lockIntegration } from "./find-integration";
import { mergedConfig } from "./merged-config";
import { presentDetail } from "./present-integration";
import { tellChange } from "./tell-change";

/**
 * Replaces the settings that are given and leaves the others, at any depth; lists and tables are replaced whole. Also pauses and resumes.
 * Takes hold of deliveries within two seconds.
 * Throws `forbidden`, `not_found`, or `invalid` when the result does not fit the source: word back without a token, for one.
 */
export async function changeConfig(
  ctx: Ctx,
  name: string,
  raw: z.input<typeof ChangeIntegration>,
): Promise<IntegrationDetail> {
  require(ctx, "configure");
  const { is_paused: isPaused, api_token: token, ...given } = ChangeIntegration.parse(raw);
  return inTransaction(async (tx) => {
    const row = await lockIntegration(tx, ctx, name);
    const source = SourceName.parse(row.source);
    const before = IntegrationConfig.parse(row.config);
    const config = mergedConfig(before, given);
    const hasToken = token === undefined ? row.apiTokenSealed !== null : token !== null;
    checkConfig({ source, config, hasToken });
    const changed = await tx.integration.update({
      where: { id: row.id },
      data: {
        config,
        hears: hearsOf({ source, config, hasToken }),
        updatedAt: clock.now(),
        ...(isPaused !== undefined && { isPaused }),
        ...(token !== undefined && { apiTokenSealed: token === null ? null : seal(token) }),
      },
    });
    if (source === "heartbeat")
      await expectNext(tx, { id: row.id, isPaused: changed.isPaused, wasPaused: row.isPaused, config });
    const told = (all: IntegrationConfig, paused: boolean) => ({
      ...Object.fromEntries(Object.entries(all).filter(([field]) => given[field as keyof ConfigInput] !== undefined)),
      ...(isPaused !== undefined && { is_paused: paused }),
    });
    tellChange(tx, ctx, row.id, {
      verb: "change",
      data: {
        before: told(before, row.isPaused),
        after: told(config, changed.isPaused),
        ...(token !== undefined && { api_token: token === null ? "removed" : "replaced" }),
      },
    });
    return presentDetail(ctx, changed, { db: tx });
  });
}

type Expected = { id: string; isPaused: boolean; wasPaused: boolean; config: IntegrationConfig };

/** When the next call of a heartbeat is due by its new settings. While it is paused nobody is missed, and after that nobody is late at once. */
async function expectNext(tx: Tx, { id, isPaused, wasPaused, config: { heartbeat } }: Expected): Promise<void> {
  const { every_s: every, grace_s: grace } = heartbeat;
  const from = wasPaused && !isPaused ? clock.now() : null;
  await tx.$executeRaw`
    UPDATE heartbeats SET due_at =
      CASE WHEN ${isPaused} THEN NULL ELSE coalesce(${from}::timestamptz, last_beat_at) + make_interval(secs => ${every + grace}) END
    WHERE integration_id = ${id}::uuid AND last_beat_at IS NOT NULL`;
}
