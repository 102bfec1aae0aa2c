import Docker from "dockerode";

let client: Docker | undefined;

/** The Docker engine that DOCKER_HOST names, or the local socket. Connects at each call, so it may be asked for where no engine runs. */
export function docker(): Docker {
  client ??= new Docker();
  return client;
}

/** Whether an error of the engine says that the thing asked for is not there. */
export const isNotThere = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404;
