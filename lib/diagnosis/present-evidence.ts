import type { Prisma } from "@/lib/platform/db";
import type { EvidenceView } from "./contract";

type Row = Prisma.EvidenceGetPayload<Prisma.EvidenceDefaultArgs>;

export const presentEvidence = ({ id, number, source, command, excerpt, collectedAt }: Row): EvidenceView => ({
  ...{ id, number, source, command, excerpt, collected_at: collectedAt.toISOString() },
});
