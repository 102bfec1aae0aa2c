import { clock } from "@/lib/platform/clock";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { withoutSecretsDeep } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import type { LogLevel } from "./contract";
import { hiddenOf } from "./opened";

export type LogInput = {
  integration: { id: string; organizationId: string };
  level: LogLevel;
  /** For people: what happened, and what to do about it. */
  message: string;
  data?: Record<string, unknown>;
};

const MOST_CHARACTERS = 2_000;

/**
 * Writes what happened with an integration into its log, redacted and without its own key, secrets and token, which other sides may repeat;
 * in the caller's transaction where there is one.
 */
export async function noteLog({ integration, level, message, data = {} }: LogInput, db: Tx = prisma()): Promise<void> {
  const row = await db.integration.findUniqueOrThrow({
    where: { id: integration.id },
    select: { keySealed: true, secretsSealed: true, apiTokenSealed: true },
  });
  const told = withoutSecretsDeep({ message, data }, hiddenOf(row));
  await db.integrationLogEntry.create({
    data: {
      id: newId(),
      organizationId: integration.organizationId,
      integrationId: integration.id,
      at: clock.now(),
      level,
      message: storable(told.message).slice(0, MOST_CHARACTERS),
      data: storable(told.data) as Prisma.InputJsonObject,
    },
  });
}
