import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { type LogInput, noteLog } from "./note-log";

export type Refusal = { integration: LogInput["integration"]; why: string; address: string | null };

// An attack repeats itself by the thousand; its page needs to say it once in a while, and how often.
const QUIET_MS = 10_000;
const held = new Map<string, Refusal & { more: number }>();

/**
 * Writes into an integration's log that a delivery was refused at the door: the first at once, those of every ten seconds after it as one
 * line with their number, which `refused_24h` adds up. Never throws.
 */
export function noteRefusal(refusal: Refusal): void {
  const known = held.get(refusal.integration.id);
  if (known) {
    held.set(refusal.integration.id, { ...refusal, more: known.more + 1 });
    return;
  }
  held.set(refusal.integration.id, { ...refusal, more: 0 });
  void write(refusal, 1, `A delivery was refused: ${refusal.why}`);
  void tellOfMore(refusal.integration.id);
}

async function tellOfMore(id: string): Promise<void> {
  for (;;) {
    await clock.sleep(QUIET_MS);
    const refusal = held.get(id);
    if (!refusal || refusal.more === 0) break;
    held.set(id, { ...refusal, more: 0 });
    const what = refusal.more === 1 ? "1 more delivery was" : `${refusal.more} more deliveries were`;
    await write(
      refusal,
      refusal.more,
      `${what} refused within ${QUIET_MS / 1_000} seconds, the last one: ${refusal.why}`,
    );
  }
  held.delete(id);
}

const write = ({ integration, address }: Refusal, refused: number, message: string): Promise<void> =>
  noteLog({ integration, level: "error", message, data: { address, refused } }).catch((error) =>
    logger.warn({ error: errorText(error) }, "The log of an integration could not be written"),
  );
