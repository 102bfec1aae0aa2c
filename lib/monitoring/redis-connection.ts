import { Redis } from "ioredis";
import { errorText } from "@/lib/platform/errors";
import type { Connection } from "./watched";

const CONNECT_MS = 2_000;
const COMMAND_MS = 2_000;

/**
 * A connection that never reconnects and never repeats a command, opened as an application would open one and tried with a command.
 * Rejects with the server's or the system's own error. The caller disconnects it.
 */
export async function openRedis(connection: Connection, signal: AbortSignal): Promise<Redis> {
  signal.throwIfAborted();
  const redis = new Redis({
    host: connection.host,
    port: connection.port,
    ...(connection.username && { username: connection.username }),
    ...(connection.password && { password: connection.password }),
    ...(Number(connection.database) > 0 && { db: Number(connection.database) }),
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    disconnectTimeout: 500,
    retryStrategy: () => null,
    autoResendUnfulfilledCommands: false,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  // The command below is rejected with "Connection is closed." when the connection fails; why it failed is in this event alone.
  let cause: Error | undefined;
  redis.on("error", (error: Error) => {
    cause ??= error;
  });
  const close = () => redis.disconnect();
  signal.addEventListener("abort", close, { once: true });
  redis.once("end", () => signal.removeEventListener("abort", close));
  try {
    // Queued before the connection stands, so that it is the first thing sent. A server that is full answers the connection itself, not
    // a command: with one on its way the refusal reaches us as its answer.
    await redis.info("server");
    return redis;
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
}

export const isRedisFull = (error: unknown): boolean => errorText(error).includes("max number of clients reached");
