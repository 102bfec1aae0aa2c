import { createHmac } from "node:crypto";
import { newIntegrationKey, newSecret, sealSecrets } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Message } from "./load";
import type { Stack } from "./stack";
import { until } from "./wait";

export type Integration = Awaited<ReturnType<typeof pagerDuty>>;

/** PagerDuty, connected to an organization. */
export async function pagerDuty(organizationId: string) {
  const { key, keyHash, keySealed } = newIntegrationKey();
  const secret = newSecret(clock.now());
  const id = newId();
  const secretsSealed = sealSecrets([secret]);
  await prisma().integration.create({
    data: {
      id,
      organizationId,
      name: `bench-${key.slice(0, 6)}`,
      source: "pagerduty",
      keyHash,
      keySealed,
      secretsSealed,
    },
  });
  return { id, path: `/webhook/pagerduty/${key}`, secret: secret.value };
}

let events = 0;

/** A new incident at PagerDuty, of one of a few services, as PagerDuty tells of it. */
export function triggered({ secret }: Integration, service = `service-${events % 7}`): Message & { title: string } {
  const id = `Q${process.pid}N${events++}`;
  const at = new Date().toISOString();
  const title = `Error rate above 5 % (${id})`;
  const body = JSON.stringify({
    event: {
      id: `01${id}`,
      event_type: "incident.triggered",
      resource_type: "incident",
      occurred_at: at,
      agent: { id: "PVE0ZR9", type: "user_reference", summary: "Tenex Engineer" },
      client: null,
      data: {
        id,
        type: "incident",
        self: `https://api.pagerduty.com/incidents/${id}`,
        html_url: `https://acme.pagerduty.com/incidents/${id}`,
        number: events,
        status: "triggered",
        incident_key: id,
        created_at: at,
        title,
        service: { id: "PNE3JZM", type: "service_reference", summary: service },
        assignees: [],
        escalation_policy: { id: "PBRD1JE", type: "escalation_policy_reference", summary: "Default" },
        teams: [],
        priority: null,
        urgency: "high",
        conference_bridge: null,
        resolve_reason: null,
        incident_type: { name: "incident_default" },
      },
    },
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return { headers: { "x-pagerduty-signature": `v1=${signature}`, "x-webhook-id": id }, body, title };
}

/** Waits until nothing of an integration waits to be read. */
export const drained = (stack: Stack, { id }: Integration) =>
  until(
    "an empty inbox",
    async () => (await prisma().delivery.count({ where: { integrationId: id, state: "waiting" } })) === 0,
    stack.signal,
    200,
  );
