import type { Prisma } from "@/lib/platform/db";

export type DiagnosisRow = Prisma.DiagnosisGetPayload<Prisma.DiagnosisDefaultArgs>;
