import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** More than this must not wait to be read: by then a worker is missing, and senders that keep their own queues should keep them. */
const MOST_UNREAD = 100_000;
const LOOK_EVERY_MS = 1_000;

let isFull = false;
let lookedAt = 0;
let isLooking = false;

/** Whether the inbox takes more, as it was about a second ago. */
export function hasRoom(): boolean {
  const now = clock.now().getTime();
  if (!isLooking && now - lookedAt >= LOOK_EVERY_MS) {
    lookedAt = now;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }
  return !isFull;
}

async function look(): Promise<void> {
  try {
    const { rows } = await pool().query<{ unread: number }>(
      "SELECT count(*)::int AS unread FROM (SELECT 1 FROM deliveries WHERE state = 'waiting' LIMIT $1) AS unread",
      [MOST_UNREAD],
    );
    isFull = (rows[0]?.unread ?? 0) >= MOST_UNREAD;
  } catch (error) {
    // Whether there is room is not known; storing will say what is wrong.
    logger.debug({ error: errorText(error) }, "The inbox could not be counted");
  }
}
