import { diagnoseIncident } from "@/lib/diagnosis";
import { createIncident, resolveIncident } from "@/lib/incidents";
import { createService } from "@/lib/monitoring";
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
  await diagnoseIncident(org.system, { incidentId: ofService.id, engine: "rules" });
  const proposalId = await newProposal(org.id, open.id, service.id);
  const execution = await newExecution(org.owner, open.id);
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
    proposal_id: proposalId,
    execution_id: execution.id,
    member_id: userId,
    member_email: `${userId}@example.com`,
  };
  return { ...org, names };
}

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
