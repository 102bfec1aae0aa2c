import type { Prisma } from "@/lib/platform/db";

export type QuestionRow = Prisma.QuestionGetPayload<Prisma.QuestionDefaultArgs>;
