import Docker from "dockerode";

/** A client for the engine that DOCKER_HOST or the default socket names; null when none answers. */
export async function findEngine(): Promise<Docker | null> {
  try {
    await new Docker({ timeout: 3_000 }).ping();
    return newEngine();
  } catch {
    // Which way it fails (no socket, no permission, no daemon) makes no difference: there is no engine for us.
    return null;
  }
}

/** A client for the same engine, which need not answer yet. */
export const newEngine = (): Docker => new Docker();
