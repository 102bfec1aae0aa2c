import { diagnoseIncident } from "@/lib/diagnosis";
import { createIncident, resolveIncident } from "@/lib/incidents";
import { addSecret, createIntegration } from "@/lib/integrations";
import { createArticle } from "@/lib/knowledge";
import { createWindow } from "@/lib/maintenance";
import { createService } from "@/lib/monitoring";
import { createWebhook, rotateWebhookSecret } from "@/lib/outbound";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newExecution, newNamedKey, newSession } from "./caller";
import { newOrganization } from "./organization";

/**
 * An organization with one of everything that an address of the API can name. `names` is what the placeholders of the documented
 * examples stand for: `{incident_id}` is `names.incident_id`.
 */
export async function newWorld() {
  const org = await newOrganization();
  const service = await createService(org.owner, { name: "cache", kind: "redis", host: "127.0.0.1", port: 1 });
  const [open, resolved, ofService] = await Promise.all([
    createIncident(org.owner, { title: "Something is slow" }),
    createIncident(org.owner, { title: "Something was slow" }),
    createIncident(org.owner, { title: "The cache is slow", service_name: service.name }),
  ]);
  await resolveIncident(org.owner, resolved.id, {});
  const diagnosis = await diagnoseIncident(org.system, { incidentId: ofService.id, engine: "rules" });
  const proposalId = await newProposal(org.id, open.id, service.id);
  const execution = await newExecution(org.owner, open.id);
  const integration = await createIntegration(org.owner, { source: "generic", name: "deploys" });
  const signing = await createIntegration(org.owner, { source: "pagerduty", name: "pagerduty" });
  const spare = await addSecret(org.owner, integration.integration.name, {});
  const outward = await newOutward(org, open.id, signing.integration.id);
  const article = await createArticle(org.owner, { title: "A full cache", body: "Ask who writes.", tags: ["cache"] });
  const key = await newNamedKey(org.id, "read");
  const { userId } = await newSession(org.id, "responder");
  const names: Record<string, string> = {
    api_key_id: key.id,
    api_key_name: key.name,
    service_name: service.name,
    incident_id: open.id,
    resolved_incident_id: resolved.id,
    service_incident_id: ofService.id,
    diagnosed_incident_id: ofService.id,
    diagnosis_id: diagnosis.id,
    evidence_id: diagnosis.evidence[0]?.id ?? "",
    proposal_id: proposalId,
    execution_id: execution.id,
    integration_name: integration.integration.name,
    signing_integration_name: signing.integration.name,
    delivery_id: await newDelivery(org.id, integration.integration.id),
    maintenance_window_id: (await createWindow(org.owner, { name: "Moving", ends_at: inAnHour() })).id,
    article_id: article.id,
    article_updated_at: article.updated_at,
    integration_secret_id: spare.integration.secrets[0]?.id ?? "",
    ...outward,
    member_id: userId,
    member_email: `${userId}@example.com`,
  };
  return { ...org, names };
}

/** A delivery that said nothing about an incident. */
async function newDelivery(organizationId: string, integrationId: string): Promise<string> {
  const [id, now] = [newId(), clock.now()];
  const body = Buffer.from(JSON.stringify({ status: "ok", title: "All is well" }));
  const times = { receivedAt: now, dueAt: now, processedAt: now };
  await prisma().delivery.create({ data: { id, organizationId, integrationId, body, state: "processed", ...times } });
  return id;
}

const inAnHour = (): string => new Date(clock.now().getTime() + 3_600_000).toISOString();

/** A proposal that waits for a decision, of a service that does not answer. */
async function newProposal(organizationId: string, incidentId: string, serviceId: string): Promise<string> {
  const id = newId();
  await prisma().proposal.create({
    data: {
      id,
      organizationId,
      incidentId,
      serviceId,
      action: "redis.flush-all",
      title: "Clear every key: cache",
      description: "Deletes every key",
      params: {},
      targetKind: "docker",
      targetName: "cache",
      targetIdentity: "none",
      preState: {},
      preStateDigest: "none",
      commandPreview: ["docker exec cache redis-cli FLUSHALL"],
      risk: "high",
      reversible: false,
      effect: { text: "Deletes 3 keys", figures: { keys: 3 } },
      expectedResult: "Memory use falls",
      fallback: [],
      alternatives: [],
      requiresApproval: true,
      policyReason: "Every change needs a person's approval",
      policyVersion: "built-in-1",
      contentHash: "f".repeat(64),
      expiresAt: new Date(clock.now().getTime() + 600_000),
    },
  });
  return id;
}

/** Two webhooks, one in the middle of a rotation, and what could not be sent to a webhook and to a source. */
async function newOutward(org: Awaited<ReturnType<typeof newOrganization>>, incidentId: string, integrationId: string) {
  const url = "https://hooks.example.com/nightshift";
  const { webhook } = await createWebhook(org.owner, { name: "Receiver", url });
  const other = await createWebhook(org.owner, { name: "Rotated receiver", url });
  const rotated = await rotateWebhookSecret(org.owner, other.webhook.id);
  const [deliveryId, wordBackId] = [newId(), newId()];
  const failed = { organizationId: org.id, incidentId, state: "failed", attempts: 1, lastError: "Nobody answered" };
  await prisma().webhookDelivery.create({
    data: { ...failed, id: deliveryId, webhookId: webhook.id, eventType: "incident.triggered", body: "{}" },
  });
  await prisma().wordBack.create({
    data: {
      ...failed,
      ...{ id: wordBackId, integrationId, signalId: newId(), entryId: newId() },
      ...{ kind: "acknowledge", sourceId: "Q2CKYRLH85UNN4" },
    },
  });
  return {
    webhook_id: webhook.id,
    rotated_webhook_id: other.webhook.id,
    webhook_secret_id: rotated.webhook.secrets[1]?.id ?? "",
    webhook_delivery_id: deliveryId,
    word_back_id: wordBackId,
  };
}
