// The sandbox in one call, for its own process (main.ts) and for tests of other rooms:
//
//   const sandbox = await startSandbox(
//     defaultConfig({ mode: "process", home, redis: redisOn(await freePort()), postgres: postgresOn(await freePort()), isThrowaway: true }),
//   );
//   await fetch(`${sandbox.url}/services`, { headers: { authorization: `Bearer ${sandbox.token}` } });
//   await sandbox.close();
//
// Tests in Docker mode also set `containersPrefix` and the `baseImage` of both services, so that they stand beside a real sandbox. The
// passwords are in `<home>/sandbox/secrets.json`. A service that cannot run does not fail the start: its view says why.
import { rmSync } from "node:fs";
import type Docker from "dockerode";
import { errorText } from "@/lib/platform/errors";
import { dataFolder, type SandboxConfig } from "./config";
import { findEngine, newEngine } from "./docker/engine";
import { engineText, ensureImage } from "./docker/images";
import { listen } from "./http";
import type { Practice } from "./practice";
import { dockerServers, imagesOf, practiceServices, processServers } from "./services";

export { defaultConfig, postgresOn, redisOn, type SandboxConfig } from "./config";

export type Sandbox = {
  /** The control server's base address. */
  url: string;
  token: string;
  mode: "docker" | "process";
  /** Lets go of every injector, stops the services and the control server; leaves no process and no container. */
  close(): Promise<void>;
};

/** The engine to use, or null for local processes. */
async function chooseEngine(config: SandboxConfig, signal: AbortSignal): Promise<Docker | null> {
  if (config.mode === "process") return null;
  const docker = await findEngine();
  if (config.mode === "docker") {
    if (!docker) config.say("no Docker engine answers; the services start once one does and they are healed");
    return docker ?? newEngine();
  }
  if (!docker) {
    config.say("no Docker engine answers; using local processes");
    return null;
  }
  try {
    await Promise.all(Object.values(imagesOf(config)).map((image) => ensureImage(docker, image, config.say, signal)));
    return docker;
  } catch (error) {
    signal.throwIfAborted();
    config.say(`the images cannot be built, using local processes instead: ${engineText(error)}`);
    return null;
  }
}

/**
 * Starts the control server, then both services, and returns when they answer or have said why they cannot. `/health` says `starting`
 * until then. Throws when the control port is taken, or with the signal's reason when it aborts, in which case nothing is left running.
 */
export async function startSandbox(config: SandboxConfig, signal?: AbortSignal): Promise<Sandbox> {
  const ending = new AbortController();
  const stopping = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  let services: Practice[] = [];
  let isReady = false;
  const local = processServers(config);
  const control = await listen(config.listen, config.token, () => (isReady ? services : null));

  async function close(): Promise<void> {
    ending.abort();
    await control.close();
    const ends = await Promise.allSettled(services.map((practice) => practice.close()));
    for (const end of ends) if (end.status === "rejected") config.say(`could not stop: ${errorText(end.reason)}`);
    if (config.isThrowaway) {
      local.removeData();
      rmSync(dataFolder(config), { recursive: true, force: true });
    }
  }

  try {
    const docker = await chooseEngine(config, stopping);
    if (docker) {
      // Processes of an earlier start that was killed would still hold the ports.
      await Promise.all([local.redis.stop(), local.postgres.stop()]);
    }
    services = practiceServices(config, docker ? dockerServers(config, docker, stopping) : local, stopping);
    await Promise.all(
      services.map(async (practice) => {
        const failure = await practice.bringUp();
        stopping.throwIfAborted();
        const { connection } = await practice.target();
        const where = `${connection.host}:${connection.port} (${docker ? "Docker" : "local process"})`;
        config.say(failure ? `${practice.service} cannot run: ${failure}` : `${practice.service} is up on ${where}`);
      }),
    );
    isReady = true;
    return { url: control.url, token: config.token, mode: docker ? "docker" : "process", close };
  } catch (error) {
    await close();
    throw error;
  }
}
