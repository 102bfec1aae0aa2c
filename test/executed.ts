import { createIncident } from "@/lib/incidents";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { newOrganization } from "./organization";

/**
 * An execution of a fix for a diagnosed incident, as a worker leaves it: `ran` are its steps in their order, as `key action`; `beside` are
 * other faults that the rules confirmed.
 */
export async function storeExecution(
  org: Awaited<ReturnType<typeof newOrganization>>,
  { state, fault, ran, beside = [] }: { state: string; fault: string; ran: string[]; beside?: string[] },
) {
  const organizationId = org.id;
  const incidentId = (await createIncident(org.owner, { title: "Full" })).id;
  const [diagnosisId, proposalId, executionId] = [newId(), newId(), newId()];
  const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
  const hypotheses = [fault, ...beside].map((confirmed) => ({ fault: confirmed, verdict: "confirmed" }));
  const completed = { state: "completed", startedAt: at(0), completedAt: at(1) };
  await prisma().diagnosis.create({
    data: {
      id: diagnosisId,
      organizationId,
      incidentId,
      engine: "rules",
      rootCause: { fault },
      hypotheses,
      ...completed,
    },
  });
  await prisma().proposal.create({
    data: {
      ...{ id: proposalId, organizationId, incidentId, serviceId: newId(), action: "x", title: "x", description: "" },
      ...{ params: {}, targetKind: "docker", targetName: "x", targetIdentity: "x", preState: {}, preStateDigest: "x" },
      ...{ commandPreview: [], risk: "low", reversible: false, effect: {}, expectedResult: "", fallback: [] },
      ...{ alternatives: [], state: "approved", policyReason: "", policyVersion: "", contentHash: "x" },
      ...{ createdAt: at(2), expiresAt: at(60) },
    },
  });
  await prisma().execution.create({
    data: {
      ...{ id: executionId, organizationId, proposalId, incidentId, permitId: newId(), state, approvedBy: "x" },
      ...(state !== "unknown" && { finishedAt: at(9) }),
    },
  });
  await prisma().executionStep.createMany({
    data: ran.map((step, i) => {
      const [key = "", action = ""] = step.split(" ");
      return { executionId, key, action, command: {}, epoch: 1, intendedAt: at(3 + i) };
    }),
  });
  return { diagnosisId, proposalId, incidentId };
}
