import { dataOf } from "@/client";
import { systemCtx } from "@/lib/auth";
import { registerPracticeService } from "@/lib/monitoring";
import type { ExecutionView, ProposalView } from "@/lib/remediation/contract";
import type { SmallRedis } from "./small-redis";
import type { Stack } from "./stack";
import { until } from "./wait";

const DIAGNOSED_LOOK_MS = 150;

/** Puts a Redis under watch, with a target on which commands can run. */
export async function watch(stack: Stack, redis: SmallRedis): Promise<void> {
  const nobody = { database: null, username: null, password: null, app_username: null, app_password: null };
  await registerPracticeService(systemCtx(stack.organizationId, "bench"), {
    service: redis.name,
    kind: "redis",
    target: redis.target,
    connection: { host: "127.0.0.1", port: redis.port, ...nobody },
    hint: null,
  });
}

/** The loop up to a person's decision: fills the Redis, waits for the incident and its diagnosis, and asks for the fix. */
export async function untilProposed(stack: Stack, redis: SmallRedis): Promise<ProposalView> {
  const { api, live } = stack;
  const opened = live.hear(
    `an incident of ${redis.name}`,
    "incident:changed",
    (incident) => incident.service_name === redis.name && incident.status === "triggered",
  );
  await redis.fill();
  // The first bad sample at once instead of at the next interval; the worker confirms it a second later.
  await dataOf(api.POST("/services/{name}/check", { params: { path: { name: redis.name } } }));
  const { id } = await opened;
  await until(
    `the diagnosis of ${redis.name}`,
    async () => {
      const diagnosis = await dataOf(api.GET("/incidents/{id}/diagnosis", { params: { path: { id } } }));
      return diagnosis !== null && diagnosis.state !== "running";
    },
    stack.signal,
    DIAGNOSED_LOOK_MS,
  );
  const body = { action: "redis.flush-all" };
  return dataOf(api.POST("/incidents/{id}/actions", { params: { path: { id } }, body }));
}

/** A person's yes to what they saw. */
export const approve = ({ api }: Stack, { id, content_hash }: ProposalView): Promise<ExecutionView> =>
  dataOf(api.POST("/proposals/{id}/approve", { params: { path: { id } }, body: { content_hash } }));
