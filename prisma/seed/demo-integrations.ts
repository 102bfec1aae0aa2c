import { newSimulatorKey } from "@/lib/alerts";
import { systemCtx } from "@/lib/auth";
import {
  addressOf,
  createIntegration,
  deleteIntegration,
  type IntegrationRow,
  keyOf,
  sealSecrets,
  secretsOf,
} from "@/lib/integrations";
import { SourceName } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/** Where to send to, and what to prove oneself with, by source; for whoever automates against the demo. */
export type DemoWebhooks = Partial<
  Record<SourceName, { name: string; url: string; secret?: string; routing_key?: string }>
>;

/** Makes an integration of each source in the demo organization, where there is none yet, and tells how to send to it. */
export async function seedIntegrations(organizationId: string): Promise<DemoWebhooks> {
  const webhooks: DemoWebhooks = {};
  for (const source of SourceName.options) {
    const row = await ensureIntegration(organizationId, source);
    if (row) webhooks[source] = sendingTo(source, row);
  }
  return webhooks;
}

function sendingTo(source: SourceName, row: IntegrationRow): NonNullable<DemoWebhooks[SourceName]> {
  const key = keyOf(row);
  const there = { name: row.name, url: addressOf(source, key) };
  if (source === "events-v2") return { ...there, routing_key: key };
  const [secret] = secretsOf(row);
  return { ...there, ...(secret && { secret: secret.value }) };
}

/** The integration of this source; null when somebody gave its name to one of another source. */
async function ensureIntegration(organizationId: string, source: SourceName): Promise<IntegrationRow | null> {
  const ctx = systemCtx(organizationId, "up");
  const find = () =>
    prisma().integration.findFirst({
      where: { organizationId, source, deletedAt: null },
      orderBy: { createdAt: "asc" },
    });
  const found = await find();
  if (found && isReadable(found)) return withSimulatorKey(found);
  // Its key was sealed by another installation's secret: nobody can read it again, nor send to it.
  if (found) await deleteIntegration(ctx, found.name);
  try {
    await createIntegration(ctx, { source, name: source });
  } catch (error) {
    // Another start was faster, or the name is somebody's.
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
  }
  const made = await find();
  return made && withSimulatorKey(made);
}

/** Only Amazon can sign for CloudWatch, so the simulator has a key of its own, which is believed here and nowhere else. */
async function withSimulatorKey(row: IntegrationRow): Promise<IntegrationRow> {
  if (row.source !== "cloudwatch" || row.secretsSealed !== null) return row;
  const secret = { id: newId(), value: newSimulatorKey(), created_at: clock.now().toISOString() };
  // Another start may be faster.
  await prisma().integration.updateMany({
    where: { id: row.id, secretsSealed: null },
    data: { secretsSealed: sealSecrets([secret]) },
  });
  return prisma().integration.findUniqueOrThrow({ where: { id: row.id } });
}

function isReadable(row: IntegrationRow): boolean {
  try {
    keyOf(row);
    secretsOf(row);
    return true;
  } catch {
    return false;
  }
}
