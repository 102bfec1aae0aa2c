import { clock } from "@/lib/platform/clock";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import type { LogLevel } from "./contract";

export type LogInput = {
  integration: { id: string; organizationId: string };
  level: LogLevel;
  /** For people: what happened, and what to do about it. */
  message: string;
  data?: Record<string, unknown>;
};

const MOST_CHARACTERS = 2_000;

/** Writes what happened with an integration into its log, redacted; in the caller's transaction where there is one. */
export async function noteLog({ integration, level, message, data = {} }: LogInput, db: Tx = prisma()): Promise<void> {
  await db.integrationLogEntry.create({
    data: {
      id: newId(),
      organizationId: integration.organizationId,
      integrationId: integration.id,
      at: clock.now(),
      level,
      message: storable(message).slice(0, MOST_CHARACTERS),
      data: storable(data) as Prisma.InputJsonObject,
    },
  });
}
