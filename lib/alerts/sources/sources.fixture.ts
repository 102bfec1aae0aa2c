import type { OpenedIntegration } from "@/lib/integrations";
import { IntegrationConfig, type SourceName } from "@/lib/integrations/contract";
import type { Arrived } from "./source";

export const NOW = new Date("2026-03-01T12:00:00Z");

export const integrationOf = (
  source: SourceName,
  { secrets = ["s3cret"], config = {} }: { secrets?: string[]; config?: Partial<IntegrationConfig> } = {},
): OpenedIntegration => ({
  id: "0190a5a0-0000-7000-8000-000000000001",
  organizationId: "0190a5a0-0000-7000-8000-000000000002",
  name: source,
  source,
  isPaused: false,
  config: IntegrationConfig.parse(config),
  secrets,
});

/** A request with this body: bytes and texts as they are, everything else as JSON. */
export const arrivedOf = (body: unknown, headers: Record<string, string> = {}): Arrived => ({
  headers,
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  receivedAt: NOW,
});

export const basic = (password: string): string => `Basic ${Buffer.from(`anybody:${password}`).toString("base64")}`;
