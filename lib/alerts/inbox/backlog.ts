import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** More than this must not wait to be read: by then a worker is missing, and senders that keep their own queues should keep them. */
const MOST_UNREAD = 200_000;
const LOOK_EVERY_MS = 1_000;

type Unread = { byOrganization: ReadonlyMap<string, number>; left: number };
let unread: Unread = { byOrganization: new Map(), left: MOST_UNREAD };
let lookedAt = 0;
let looking: Promise<void> | null = null;

/** Nobody has more in it than is left for the others: one organization that sends without end shuts out itself alone. */
const isFullFor = (count: number): boolean => count >= unread.left;

/** Whether the inbox takes more of this organization, as it was about a second ago. */
export function hasRoom(organizationId: string): boolean {
  void lookAgain();
  return !isFullFor(unread.byOrganization.get(organizationId) ?? 0);
}

/** Of how many organizations the inbox takes no more, as it was about a second ago. Never rejects: without a database it is the last that was known. */
export async function countFullInboxes(): Promise<number> {
  await lookAgain();
  return [...unread.byOrganization.values()].filter(isFullFor).length;
}

async function lookAgain(): Promise<void> {
  const now = clock.now().getTime();
  if (!looking && now - lookedAt >= LOOK_EVERY_MS) {
    lookedAt = now;
    looking = look().finally(() => {
      looking = null;
    });
  }
  await looking;
}

async function look(): Promise<void> {
  try {
    const { rows } = await pool().query<{ organization_id: string; count: number }>(
      `SELECT organization_id, count(*)::int AS count
       FROM (SELECT organization_id FROM deliveries WHERE state = 'waiting' LIMIT $1) AS unread GROUP BY organization_id`,
      [MOST_UNREAD],
    );
    const byOrganization = new Map(rows.map((row) => [row.organization_id, row.count]));
    unread = { byOrganization, left: MOST_UNREAD - rows.reduce((sum, { count }) => sum + count, 0) };
  } catch (error) {
    // Whether there is room is not known; storing will say what is wrong.
    logger.debug({ error: errorText(error) }, "The inbox could not be counted");
  }
}
