import { unseal } from "@/lib/platform/crypto";
import { type Prisma, prisma } from "@/lib/platform/db";

export type ConnectionRow = Prisma.GitHubConnectionGetPayload<Prisma.GitHubConnectionDefaultArgs>;

/** Whom to ask, and with what. Holds the token; never leaves this room. */
export type Account = { apiUrl: string; token: string };

/** The account that an organization has connected; null without one. */
export async function accountOf(organizationId: string): Promise<Account | null> {
  const row = await prisma().gitHubConnection.findUnique({ where: { organizationId } });
  if (!row) return null;
  return { apiUrl: row.apiUrl, token: unseal(row.tokenSealed) };
}
