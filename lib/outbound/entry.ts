import type { Prisma } from "@/lib/platform/db";

/** A timeline entry as it is stored. */
export type Entry = Prisma.TimelineEntryGetPayload<Prisma.TimelineEntryDefaultArgs>;
