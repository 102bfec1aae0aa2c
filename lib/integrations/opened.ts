import { seal, unseal } from "@/lib/platform/crypto";
import type { Prisma } from "@/lib/platform/db";
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

/** The secrets of a row, newest first. */
export function secretsOf({ secretsSealed }: Pick<IntegrationRow, "secretsSealed">): Secret[] {
  if (secretsSealed === null) return [];
  return JSON.parse(unseal(secretsSealed));
}

/** Everything of an integration that nobody may read in its log or in what was sent to it: its key, its secrets and its token. */
export const hiddenOf = (row: Pick<IntegrationRow, "keySealed" | "secretsSealed" | "apiTokenSealed">): string[] => [
  ...[row.keySealed, row.apiTokenSealed].flatMap((sealed) => (sealed === null ? [] : unseal(sealed))),
  ...secretsOf(row).map(({ value }) => value),
];

export const sealSecrets = (secrets: readonly Secret[]): string => seal(JSON.stringify(secrets));
