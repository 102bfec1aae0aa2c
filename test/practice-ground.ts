import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTimeline } from "@/lib/incidents";
import { loadWatched, probe, registerPracticeService } from "@/lib/monitoring";
import { pool } from "@/lib/platform/db";
import { docker } from "@/lib/platform/docker";
import { freePort } from "@/lib/platform/free-port";
import { PracticeTarget } from "@/lib/platform/practice-contract";
import { defaultConfig, postgresOn, redisOn, startSandbox } from "@/sandbox/control";
import { testBases } from "./docker";
import { openNow } from "./open-now";
import { enrol, newOrganization } from "./organization";

type Mode = "process" | "docker";

/** A real sandbox of a test's own, watched by an organization of its own. */
export async function startPracticeGround(mode: Mode = "process") {
  const home = mkdtempSync(join(tmpdir(), "nightshift-ground-"));
  const bases = await testBases(mode === "docker" ? docker() : null);
  const sandbox = await startSandbox(
    defaultConfig({
      mode,
      home,
      redis: { ...redisOn(await freePort()), baseImage: bases.redis },
      postgres: { ...postgresOn(await freePort()), baseImage: bases.postgres },
      containersPrefix: `test-${randomBytes(4).toString("hex")}-`,
      isThrowaway: true,
    }),
  );
  const organization = await newOrganization();
  await enrol(organization);

  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${sandbox.token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`The sandbox said ${response.status}: ${JSON.stringify(answer)}`);
    return answer as T;
  }

  const services: Record<string, string> = {};
  async function register(): Promise<void> {
    for (const raw of await ask<unknown[]>("/targets")) {
      const target = PracticeTarget.parse(raw);
      services[target.service] = (await registerPracticeService(organization.system, target)).id;
    }
  }
  await register();

  const heal = (service: string) => ask(`/services/${service}/heal`, {});
  const watched = (service: string) => loadWatched(organization.system, services[service] ?? "");

  return {
    organization,
    home,
    serviceId: (service: string) => services[service] ?? "",
    watched,
    register,
    health: async (service: string) => (await probe(await watched(service))).health,
    inject: (service: string, scenario: string) => ask(`/services/${service}/inject`, { scenario }),
    heal,
    /** Heals these services and leaves no incident open, as each story begins. */
    async startOver(...names: string[]): Promise<void> {
      await Promise.all(names.map(heal));
      await pool().query(
        "UPDATE incidents SET status = 'resolved', held_by_execution = NULL WHERE organization_id = $1",
        [organization.id],
      );
      await register();
    },
    storyOf: async (incidentId: string) =>
      (await listTimeline(organization.viewer, incidentId)).map(({ text }) => text),
    /** Opens an incident from what a real probe measures right now. */
    async openIncident(service: string, cause: string): Promise<string> {
      const sample = await probe(await watched(service));
      const { incidentId } = await openNow(organization.system, {
        serviceId: services[service] ?? "",
        serviceName: service,
        affectedSystem: service,
        cause,
        title: `${service} is unhealthy`,
        description: "",
        severity: "critical",
        errorLogs: sample.errorLines,
        metricsSnapshot: sample.metrics,
        health: sample.health,
        sampledAt: sample.at,
        source: "monitoring",
        labels: {},
      });
      return incidentId;
    },
    async close(): Promise<void> {
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type PracticeGround = Awaited<ReturnType<typeof startPracticeGround>>;
