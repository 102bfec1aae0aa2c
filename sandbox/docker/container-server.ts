import type Docker from "dockerode";
import { digestOf } from "@/lib/platform/crypto";
import { conflict, errorText, unavailable } from "@/lib/platform/errors";
import type { PracticeServer, ServerState } from "../server";
import { until } from "../until";
import { engineText, ensureImage, isStatus, type PracticeImage } from "./images";

export type PracticeContainer = {
  /** The service's name, without the prefix: the value of the label. */
  service: string;
  /** The container's name. */
  name: string;
  image: PracticeImage;
  /** The port on this machine's loopback address, and the server's own. */
  port: number;
  innerPort: number;
  memoryBytes: number;
  env: Record<string, string>;
};

const LABEL = "nightshift.sandbox";
/** Digest of how we made the container. A container with only the first label was made by docker compose and is never remade. */
const MADE_LABEL = "nightshift.sandbox.made";

type Inspected = Docker.ContainerInspectInfo;

/** A practice server in a container of its own. A crash stays a crash: the container has no restart policy. */
export function containerServer(
  docker: Docker,
  spec: PracticeContainer,
  say: (line: string) => void,
  signal: AbortSignal,
): PracticeServer {
  const container = docker.getContainer(spec.name);

  async function inspect(): Promise<Inspected | null> {
    try {
      return await container.inspect();
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw unavailable(engineText(error));
    }
  }

  /** Ours, or null when there is none. Throws when the name belongs to somebody else's container. */
  async function inspectOurs(): Promise<Inspected | null> {
    const found = await inspect();
    if (found && found.Config.Labels?.[LABEL] !== spec.service) {
      throw conflict(
        `A container named ${spec.name} exists that is not the sandbox's. Remove it (docker rm -f ${spec.name}) or set NIGHTSHIFT_SANDBOX_CONTAINERS_PREFIX`,
      );
    }
    return found;
  }

  const remove = async () => {
    await container.remove({ force: true, v: true }).catch((error) => {
      if (!isStatus(error, 404)) throw error;
    });
  };

  async function create(image: string, made: string): Promise<void> {
    await docker.createContainer({
      name: spec.name,
      Image: image,
      Labels: { [LABEL]: spec.service, [MADE_LABEL]: made },
      Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: { [`${spec.innerPort}/tcp`]: {} },
      HostConfig: {
        Memory: spec.memoryBytes,
        // No swap on top: the limit is the limit.
        MemorySwap: spec.memoryBytes,
        PortBindings: { [`${spec.innerPort}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: String(spec.port) }] },
        RestartPolicy: { Name: "no" },
        SecurityOpt: ["no-new-privileges"],
      },
    });
  }

  async function startContainer(): Promise<void> {
    try {
      await container.start();
    } catch (error) {
      // 304: it is running already.
      if (isStatus(error, 304)) return;
      // A container that was made and never ran would only be in the way of the next attempt.
      await remove();
      const text = errorText(error);
      throw unavailable(
        /port is already allocated|address already in use/i.test(text)
          ? `Port ${spec.port} is in use by another program; stop it or set another port for ${spec.service}`
          : text,
      );
    }
  }

  async function start(): Promise<void> {
    let found = await inspectOurs();
    const isComposed = found !== null && found.Config.Labels?.[MADE_LABEL] === undefined;
    if (!isComposed) {
      const image = await ensureImage(docker, spec.image, say, signal).catch((error) => {
        throw unavailable(engineText(error));
      });
      const made = digestOf({ ...spec, image });
      if (found && (found.Config.Labels?.[MADE_LABEL] !== made || found.State.Dead)) {
        say(`${spec.name} was made in another way; making it anew`);
        await remove();
        found = null;
      }
      if (!found) await create(image, made);
    }
    if (found?.State.Paused) await container.unpause();
    else if (!found?.State.Running) await startContainer();
  }

  async function kill(): Promise<void> {
    if (!(await inspectOurs())?.State.Running) return;
    await container.kill({ signal: "KILL" }).catch((error) => {
      // 409: it stopped in between.
      if (!isStatus(error, 409)) throw error;
    });
    await until(async () => !(await inspect())?.State.Running, {
      what: `${spec.name} was killed but did not stop`,
      timeoutMs: 10_000,
      everyMs: 50,
    });
  }

  async function state(): Promise<ServerState> {
    try {
      const found = await inspectOurs();
      const isRunning = found?.State.Running && !found.State.Paused;
      return { state: isRunning ? "running" : "stopped", hint: null };
    } catch (error) {
      return { state: "unavailable", hint: errorText(error) };
    }
  }

  return {
    mode: "docker",
    state,
    start,
    kill,
    recreate: async () => {
      const found = await inspectOurs();
      if (found?.Config.Labels?.[MADE_LABEL] === undefined) await kill();
      else await remove();
      await start();
    },
    stop: async () => {
      const found = await inspect();
      // Only what was made here: compose removes its own.
      if (found?.Config.Labels?.[LABEL] === spec.service && found.Config.Labels[MADE_LABEL] !== undefined)
        await remove();
    },
    target: async () => ({ kind: "docker", name: spec.name }),
  };
}
