import { recordAudit } from "@/lib/audit";
import { systemCtx } from "@/lib/auth";
import type { Tasks } from "@/lib/events";
import { noteLog, openedOf } from "@/lib/integrations";
import { inTransaction, type Prisma } from "@/lib/platform/db";
import { confirmSubscription } from "../sources/cloudwatch/confirm-subscription";

/**
 * Lets an SNS topic deliver: the first one that proves itself is entered in the integration, so that a topic of somebody else's cannot
 * follow; then Amazon is told. Throws when Amazon cannot be told, to be tried again; safe to run twice.
 */
export async function confirmTopic({ integrationId, topicArn, subscribeUrl }: Tasks["confirm_subscription"]) {
  const integration = await inTransaction(async (tx) => {
    // Locked: of two topics that come first at once, one is the first.
    await tx.$queryRaw`SELECT 1 FROM integrations WHERE id = ${integrationId}::uuid FOR UPDATE`;
    const row = await tx.integration.findUnique({ where: { id: integrationId } });
    if (!row || row.deletedAt) return null;
    const opened = openedOf(row);
    if (opened.config.topic_arns.length === 0) {
      const config = { ...(row.config as Prisma.JsonObject), topic_arns: [topicArn] };
      await tx.integration.update({ where: { id: row.id }, data: { config } });
      recordAudit(tx, systemCtx(row.organizationId, "inbox"), {
        verb: "integration.enter-topic",
        subject: { kind: "integration", id: row.id },
        data: { before: { topic_arns: [] }, after: { topic_arns: [topicArn] } },
      });
      return opened;
    }
    if (opened.config.topic_arns.includes(topicArn)) return opened;
    const message = `The topic ${topicArn} asked to deliver and is not among those that may`;
    await noteLog({ integration: opened, level: "warning", message }, tx);
    return null;
  });
  if (!integration) return;
  await confirmSubscription(subscribeUrl);
  await noteLog({ integration, level: "info", message: `The subscription of ${topicArn} is confirmed` });
}
