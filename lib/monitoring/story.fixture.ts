import { expect } from "vitest";
import { listIncidents } from "@/lib/incidents";
import { prisma } from "@/lib/platform/db";
import type { newOrganization } from "@/test/organization";
import { createService } from ".";
import type { ProbeResult } from "./probe";
import { recordSample } from "./record-sample";
import { watchedOf } from "./watched";

/** A service that nothing probes by itself, and what samples of it are made to show. */
export async function storyOf(org: Awaited<ReturnType<typeof newOrganization>>, name: string) {
  const { id } = await createService(org.owner, {
    name,
    kind: "redis",
    host: "127.0.0.1",
    port: 1,
    interval_ms: 3_600_000,
  });
  await prisma().service.update({ where: { id }, data: { nextProbeAt: new Date(Date.now() + 3_600_000) } });
  let minute = 0;
  const sample = (health: number, error: string | null = null): ProbeResult => ({
    at: new Date(Date.UTC(2001, 0, 1, 0, minute++)),
    health,
    latencyMs: error ? null : 1,
    metrics: error ? {} : { used_memory: 100 - health },
    error,
    errorLines: error ? [error] : [],
  });
  return {
    id,
    sample,
    async sees(...results: ProbeResult[]) {
      for (const result of results) {
        const row = await prisma().service.findUniqueOrThrow({ where: { id } });
        const claim = { leaseUntil: row.nextProbeAt, nextProbeAt: new Date(Date.now() + 3_600_000) };
        expect(await recordSample(watchedOf(row), result, claim)).toBe(true);
      }
    },
    open: async () =>
      (await listIncidents(org.viewer, { status: "open" })).items.map(({ dedup_key }) => dedup_key).sort(),
  };
}
