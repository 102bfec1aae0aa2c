import { join } from "node:path";
import { z } from "zod";
import { keyFor } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";

export type Address = { host: string; port: number };

export type SandboxConfig = {
  /** `auto`: Docker if an engine answers and the images can be built, else local processes. */
  mode: "docker" | "process" | "auto";
  /** The product's data folder; the sandbox keeps its own in `sandbox` below it. */
  home: string;
  /** Where the control server listens. Port 0: any free one. */
  listen: Address;
  /** What callers must send as bearer token. */
  token: string;
  /** Stands before the names of the containers, so that several sandboxes fit on one engine. */
  containersPrefix: string;
  redis: {
    /** The port on this machine's loopback address. */
    port: number;
    /** Where the product and the injectors reach it, when that is not `port` on 127.0.0.1 (a compose network). */
    address: Address | null;
    baseImage: string;
    /** The program that is started in process mode. */
    program: string;
  };
  postgres: {
    port: number;
    address: Address | null;
    baseImage: string;
    /** The superuser's password when somebody else made the container; otherwise a random one is kept in the data folder. */
    password: string | null;
  };
  /** Removes the data folder at the end: for tests. */
  isThrowaway: boolean;
  /** Hears a line for each step. */
  say: (line: string) => void;
};

/** A configuration for `startSandbox` with the defaults of a fresh clone; callers override what differs. */
export const defaultConfig = (own: Pick<SandboxConfig, "home"> & Partial<SandboxConfig>): SandboxConfig => ({
  mode: "auto",
  listen: { host: "127.0.0.1", port: 0 },
  token: keyFor("sandbox").toString("hex"),
  containersPrefix: "",
  redis: redisOn(6380),
  postgres: postgresOn(5433),
  isThrowaway: false,
  say: (line) => console.log(`sandbox: ${line}`),
  ...own,
});

export const redisOn = (port: number): SandboxConfig["redis"] => ({
  port,
  address: null,
  baseImage: "redis:7.2",
  program: "redis-server",
});

export const postgresOn = (port: number): SandboxConfig["postgres"] => ({
  port,
  address: null,
  baseImage: "postgres:16",
  password: null,
});

const blankIsAbsent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema);
const Port = z.coerce.number().int().min(1).max(65535);
const AddressText = z
  .string()
  .regex(/^[^:\s]+:\d{1,5}$/, "must be host:port")
  .transform((text): Address => {
    const [host = "", port] = text.split(":");
    return { host, port: Number(port) };
  });

// The sandbox's own variables. What it shares with the product comes from lib/platform/env.
const Settings = z.object({
  NIGHTSHIFT_SANDBOX_LISTEN: blankIsAbsent(z.string().default("127.0.0.1")),
  NIGHTSHIFT_SANDBOX_CONTAINERS_PREFIX: z
    .string()
    .regex(/^([a-zA-Z0-9][a-zA-Z0-9_.-]*)?$/, "must be usable in a container's name")
    .default(""),
  NIGHTSHIFT_SANDBOX_REDIS_PORT: blankIsAbsent(Port.default(6380)),
  NIGHTSHIFT_SANDBOX_POSTGRES_PORT: blankIsAbsent(Port.default(5433)),
  NIGHTSHIFT_SANDBOX_REDIS_ADDRESS: blankIsAbsent(AddressText.optional()),
  NIGHTSHIFT_SANDBOX_POSTGRES_ADDRESS: blankIsAbsent(AddressText.optional()),
  NIGHTSHIFT_SANDBOX_POSTGRES_PASSWORD: blankIsAbsent(z.string().optional()),
  NIGHTSHIFT_REDIS_BASE: blankIsAbsent(z.string().default("redis:7.2")),
  NIGHTSHIFT_POSTGRES_BASE: blankIsAbsent(z.string().default("postgres:16")),
});

/** The configuration that the environment asks for; null when the sandbox is off. Throws one line that names each wrong variable. */
export function configFromEnv(): SandboxConfig | null {
  const shared = env();
  if (shared.NIGHTSHIFT_SANDBOX === "off") return null;
  if (!shared.NIGHTSHIFT_SANDBOX_URL) {
    throw new Error("NIGHTSHIFT_SANDBOX_URL must say where the sandbox's control server listens");
  }
  const parsed = Settings.safeParse(process.env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable: ${faults.join("; ")}`);
  }
  const own = parsed.data;
  const url = new URL(shared.NIGHTSHIFT_SANDBOX_URL);
  return defaultConfig({
    mode: shared.NIGHTSHIFT_SANDBOX ?? "auto",
    home: shared.NIGHTSHIFT_HOME,
    listen: { host: own.NIGHTSHIFT_SANDBOX_LISTEN, port: Number(url.port || 80) },
    containersPrefix: own.NIGHTSHIFT_SANDBOX_CONTAINERS_PREFIX,
    redis: {
      ...redisOn(own.NIGHTSHIFT_SANDBOX_REDIS_PORT),
      address: own.NIGHTSHIFT_SANDBOX_REDIS_ADDRESS ?? null,
      baseImage: own.NIGHTSHIFT_REDIS_BASE,
    },
    postgres: {
      ...postgresOn(own.NIGHTSHIFT_SANDBOX_POSTGRES_PORT),
      address: own.NIGHTSHIFT_SANDBOX_POSTGRES_ADDRESS ?? null,
      baseImage: own.NIGHTSHIFT_POSTGRES_BASE,
      password: own.NIGHTSHIFT_SANDBOX_POSTGRES_PASSWORD ?? null,
    },
  });
}

/** The sandbox's own folder. */
export const dataFolder = (config: SandboxConfig): string => join(config.home, "sandbox");
