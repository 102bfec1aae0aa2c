import { seal, unseal } from "@/lib/platform/crypto";
import type { Prisma } from "@/lib/platform/db";
import { registerSecret } from "@/lib/platform/redact";
import { IntegrationConfig, SourceName } from "./contract";

export type IntegrationRow = Prisma.IntegrationGetPayload<Prisma.IntegrationDefaultArgs>;
export type Secret = { id: string; value: string; created_at: string };

/** An integration as the server works with it. Holds secrets in clear; never leaves the server. */
export type OpenedIntegration = {
  id: string;
  organizationId: string;
  name: string;
  source: SourceName;
  isPaused: boolean;
  config: IntegrationConfig;
  /** What a sender proves itself with: any of them will do. Newest first. */
  secrets: readonly string[];
};

/** What of its row is needed to open it. */
export type SealedIntegration = Pick<
  IntegrationRow,
  "id" | "organizationId" | "name" | "source" | "isPaused" | "config" | "secretsSealed"
>;

export function openedOf(row: SealedIntegration): OpenedIntegration {
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    source: SourceName.parse(row.source),
    isPaused: row.isPaused,
    config: IntegrationConfig.parse(row.config),
    secrets: secretsOf(row).map(({ value }) => value),
  };
}

/** The secrets of a row, newest first. From here on the process knows them, so its logs and records must not show them. */
export function secretsOf({ secretsSealed }: Pick<IntegrationRow, "secretsSealed">): Secret[] {
  if (secretsSealed === null) return [];
  const secrets: Secret[] = JSON.parse(unseal(secretsSealed));
  for (const { value } of secrets) registerSecret(value);
  return secrets;
}

export const sealSecrets = (secrets: readonly Secret[]): string => seal(JSON.stringify(secrets));
