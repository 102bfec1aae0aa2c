import { join } from "node:path";
import { Redis } from "ioredis";
import { dataOf } from "@/client";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { freePort } from "@/lib/platform/free-port";
import type { PracticeTarget } from "@/lib/platform/practice-contract";
import { type Stack, startStack } from "../bench/stack";
import { comes } from "../bench/wait";
import { practiceTargets, watchPractice } from "../up/practice";
import { CannotGoOn, type Run } from "../up/run";
import { type FalseAlert, serviceNames } from "./cases";

const LOOK_MS = 200;
const CALM_WITHIN_MS = 90_000;

/** A whole Nightshift that watches two practice services, and a way for others to send it alerts. */
export type Ground = { stack: Stack; targets: PracticeTarget[]; send(alert: FalseAlert): Promise<() => Promise<void>> };

/** Starts all of it; with a key for Claude when there is one. */
export async function startGround(run: Run, claudeKey: string, tell: (text: string) => void): Promise<Ground> {
  const port = await freePort();
  const stack = await startStack(run, tell, {
    NIGHTSHIFT_SANDBOX: "process",
    NIGHTSHIFT_SANDBOX_URL: `http://127.0.0.1:${port}`,
    ANTHROPIC_API_KEY: claudeKey,
  });
  // Only now: these modules read the environment.
  const { defaultConfig, postgresOn, redisOn, startSandbox } = await import("@/sandbox/control");
  const sandbox = await startSandbox(
    defaultConfig({
      mode: "process",
      home: join(run.home, "practice"),
      listen: { host: "127.0.0.1", port },
      redis: redisOn(await freePort()),
      postgres: postgresOn(await freePort()),
      isThrowaway: true,
      say: () => {},
    }),
    run.signal,
  );
  run.onStop("the practice services", () => sandbox.close());
  const targets = (await practiceTargets()) ?? [];
  const missing = targets.find(({ target }) => target.kind === "none");
  if (missing) throw new CannotGoOn(`${missing.service} cannot run here: ${missing.hint}`);
  await watchPractice(targets, stack.organizationId);
  return { stack, targets, send: await sender(stack) };
}

/** Connects a source of alerts. What it sends can be taken back. */
async function sender({ api, signal }: Stack): Promise<Ground["send"]> {
  const made = await dataOf(api.POST("/integrations", { body: { source: "generic", name: "somebody" } }));
  let count = 0;
  return async ({ labels, ...words }) => {
    const key = `herring-${++count}`;
    const post = async (status: string) => {
      const response = await fetch(made.integration.address, {
        method: "POST",
        headers: { authorization: `Bearer ${made.secret}`, "content-type": "application/json" },
        body: JSON.stringify({ ...words, ...labels, severity: "critical", dedup_key: key, status }),
        signal,
      });
      if (!response.ok) throw new Error(`The alert was answered ${response.status}`);
    };
    await post("open");
    return () => post("resolved");
  };
}

/**
 * Heals everything, and waits until both services are seen to be well, no incident is open, and worker and web hold their connections in
 * reserve again: they give them up for some seconds to a fix, and a round must not begin with what the one before has spent.
 */
export async function calm({ stack, targets }: Ground): Promise<void> {
  const { api, signal } = stack;
  const named = (service: string) => ({ params: { path: { service } } });
  await Promise.all(serviceNames.map((name) => dataOf(api.POST("/sandbox/{service}/heal", named(name)))));
  const isCalm = await comes(
    async () => {
      // One that has just resolved by itself is as good.
      for (const { id } of await incidentsSince(stack, null, "open"))
        await api.POST("/incidents/{id}/resolve", {
          params: { path: { id } },
          body: { resolution: "The round is over" },
        });
      const looks = serviceNames.map((name) => api.POST("/services/{name}/check", { params: { path: { name } } }));
      await Promise.all(looks);
      const services = await dataOf(api.GET("/services"));
      const isWell = serviceNames.every((name) =>
        services.some((one) => one.name === name && one.status === "healthy"),
      );
      return isWell && (await incidentsSince(stack, null, "open")).length === 0 && (await hasReserves(targets));
    },
    CALM_WITHIN_MS,
    signal,
    1_000,
  );
  if (!isCalm) throw new Error("The practice services did not become healthy again");
}

const KEEPERS = ["worker", "web"];

async function hasReserves(targets: PracticeTarget[]): Promise<boolean> {
  for (const { connection } of targets.filter(({ kind }) => kind === "redis")) {
    const redis = new Redis({ host: connection.host, port: connection.port });
    try {
      const held = String(await redis.client("LIST")).match(/ name=nightshift-reserve /g) ?? [];
      if (held.length < KEEPERS.length) return false;
    } finally {
      redis.disconnect();
    }
  }
  return true;
}

/** Incidents that were opened since, oldest first. */
export async function incidentsSince(
  { api }: Stack,
  since: number | null,
  status?: "open",
): Promise<IncidentSummary[]> {
  const query = {
    page_size: 100,
    ...(since !== null && { from: new Date(since).toISOString() }),
    ...(status && { status }),
  };
  const { items } = await dataOf(api.GET("/incidents", { params: { query } }));
  return items.toSorted((a, b) => a.number - b.number);
}

export const look = <T>({ signal }: Stack, withinMs: number, see: () => Promise<T | null | false>): Promise<T | null> =>
  comes(see, withinMs, signal, LOOK_MS);
