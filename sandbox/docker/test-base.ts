import type Docker from "dockerode";

const LOCAL_BASE = "nightshift-test-base:bookworm";

/** The base images for tests: what the environment names, else the local base where nothing can be pulled, else the public ones. */
export async function testBases(engine: Docker | null): Promise<{ redis: string; postgres: string }> {
  const isLocal = engine !== null && (await engine.listImages({ filters: { reference: [LOCAL_BASE] } })).length > 0;
  return {
    redis: process.env.NIGHTSHIFT_REDIS_BASE || (isLocal ? LOCAL_BASE : "redis:7.2"),
    postgres: process.env.NIGHTSHIFT_POSTGRES_BASE || (isLocal ? LOCAL_BASE : "postgres:16"),
  };
}
