import type { IntegrationRow } from "@/lib/integrations";
import type { Prisma } from "@/lib/platform/db";
import type { Account } from "../pagerduty/account";

export type WordRow = Prisma.WordBackGetPayload<Prisma.WordBackDefaultArgs>;
/** A word back that this process says now, and nobody else. */
export type ClaimedWord = { word: WordRow; integration: IntegrationRow; account: Account };
