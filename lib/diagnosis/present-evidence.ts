import type { Prisma } from "@/lib/platform/db";
import type { EvidenceView } from "./contract";

type Row = Prisma.EvidenceGetPayload<Prisma.EvidenceDefaultArgs>;

export const presentEvidence = ({ id, number, source, command, excerpt, body, collectedAt }: Row): EvidenceView => ({
  ...{ id, number, source, command, excerpt, has_more: body !== null, collected_at: collectedAt.toISOString() },
});
