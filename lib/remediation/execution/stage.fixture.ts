import { closeDatabase, pool } from "@/lib/platform/db";
import { enrol, newOrganization } from "@/test/organization";
import { startStagedRedis } from "@/test/staged-redis";

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** An organization with a staged Redis, for a whole test file. Commands that this process starts find the staged `redis-cli` first. */
export async function openStage() {
  const organization = await newOrganization();
  await enrol(organization);
  const redis = await startStagedRedis(organization.system);
  const path = process.env.PATH;
  process.env.PATH = `${redis.bin}:${path}`;
  return {
    organization,
    redis,
    /** Each story starts with no open incident, and with nothing under way. */
    async clear(): Promise<void> {
      await pool().query("UPDATE incidents SET status = 'resolved', held_by_execution = NULL");
      await pool().query("UPDATE executions SET state = 'failed', finished_at = now() WHERE finished_at IS NULL");
    },
    async close(): Promise<void> {
      process.env.PATH = path;
      await redis.stop();
      await closeDatabase();
    },
  };
}
