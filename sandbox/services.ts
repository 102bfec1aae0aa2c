import { join } from "node:path";
import type Docker from "dockerode";
import { type Address, dataFolder, type SandboxConfig } from "./config";
import { crash } from "./crash";
import { containerServer } from "./docker/container-server";
import type { PracticeImage } from "./docker/images";
import { connectionExhaustion as postgresConnections } from "./postgres/connection-exhaustion";
import { lockPileup } from "./postgres/lock-pileup";
import { PracticePostgres, SUPERUSER } from "./postgres/practice-postgres";
import { DATABASE, ROLE } from "./postgres/sessions";
import { newPractice, type Practice } from "./practice";
import { postgresProcess } from "./process/postgres-process";
import { redisProcess } from "./process/redis-process";
import { connectionExhaustion as redisConnections } from "./redis/connection-exhaustion";
import { memoryExhaustion } from "./redis/memory-exhaustion";
import { PracticeRedis } from "./redis/practice-redis";
import { loadSecrets } from "./secrets";
import type { PracticeServer } from "./server";

export const REDIS = "redis-test";
export const POSTGRES = "postgres-test";
const MEGABYTE = 1024 * 1024;

export const imagesOf = (config: SandboxConfig): { redis: PracticeImage; postgres: PracticeImage } => ({
  redis: { kind: "redis", baseImage: config.redis.baseImage },
  postgres: { kind: "postgres", baseImage: config.postgres.baseImage },
});

type Servers = { redis: PracticeServer; postgres: PracticeServer };

const secretsOf = (config: SandboxConfig) => {
  const own = loadSecrets(dataFolder(config));
  return { ...own, postgres: config.postgres.password ?? own.postgres };
};

/** The servers as local processes. `removeData` forgets what they keep on disk. */
export function processServers(config: SandboxConfig): Servers & { removeData(): void } {
  const folder = dataFolder(config);
  const { port, program } = config.redis;
  const postgres = postgresProcess({
    service: POSTGRES,
    folder,
    port: config.postgres.port,
    password: secretsOf(config).postgres,
  });
  return {
    redis: redisProcess({ service: REDIS, folder: join(folder, "redis"), port, program }),
    postgres,
    removeData: postgres.removeData,
  };
}

/** The servers in containers. */
export function dockerServers(config: SandboxConfig, docker: Docker, signal: AbortSignal): Servers {
  const images = imagesOf(config);
  return {
    redis: containerServer(
      docker,
      {
        service: REDIS,
        name: `${config.containersPrefix}${REDIS}`,
        image: images.redis,
        port: config.redis.port,
        innerPort: 6379,
        memoryBytes: 100 * MEGABYTE,
        env: {},
      },
      config.say,
      signal,
    ),
    postgres: containerServer(
      docker,
      {
        service: POSTGRES,
        name: `${config.containersPrefix}${POSTGRES}`,
        image: images.postgres,
        port: config.postgres.port,
        innerPort: 5432,
        memoryBytes: 256 * MEGABYTE,
        env: { PRACTICE_PASSWORD: secretsOf(config).postgres },
      },
      config.say,
      signal,
    ),
  };
}

/** Both practice services with all their scenarios, on these servers. */
export function practiceServices(config: SandboxConfig, servers: Servers, signal: AbortSignal): Practice[] {
  const local = (port: number): Address => ({ host: "127.0.0.1", port });
  const secrets = secretsOf(config);
  const redis = new PracticeRedis(config.redis.address ?? local(config.redis.port));
  const postgres = new PracticePostgres(config.postgres.address ?? local(config.postgres.port), secrets);
  return [
    newPractice(
      REDIS,
      servers.redis,
      {
        kind: "redis",
        scenarios: [memoryExhaustion(redis), redisConnections(redis), crash(servers.redis, REDIS)],
        connection: {
          ...redis.address,
          database: null,
          username: null,
          password: null,
          app_username: null,
          app_password: null,
        },
        untilAnswers: (timeoutMs, ending) => redis.untilAnswers(timeoutMs, ending),
        restore: () => redis.restoreLimits(),
      },
      signal,
    ),
    newPractice(
      POSTGRES,
      servers.postgres,
      {
        kind: "postgres",
        scenarios: [postgresConnections(postgres), lockPileup(postgres), crash(servers.postgres, POSTGRES)],
        connection: {
          ...postgres.address,
          database: DATABASE,
          username: SUPERUSER,
          password: secrets.postgres,
          app_username: ROLE,
          app_password: secrets.testuser,
        },
        untilAnswers: (timeoutMs, ending) => postgres.untilAnswers(timeoutMs, ending),
        // Terminated sessions leave nothing behind in Postgres's settings.
        restore: async () => undefined,
      },
      signal,
    ),
  ];
}
