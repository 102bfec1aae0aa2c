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
  try {
    return await openOnce(connection, signal);
  } catch (error) {
    // Now and then the hanging up of a full server overtakes its words. Asked again, it says them.
    if (!["ECONNRESET", "EPIPE"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return openOnce(connection, signal);
  }
}

async function openOnce(connection: Connection, signal: AbortSignal): Promise<Redis> {
  signal.throwIfAborted();
  const redis = new Redis({
    host: connection.host,
    port: connection.port,
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
    await introduce(redis, connection);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
}

// A password where none is asked for is a matter of taste, not a failure; clients of applications take no notice either.
const NEEDLESS_PASSWORD = /without any password configured|no password is set/;

/**
 * Logs in, chooses the database and tries a command, all in one write that goes out as soon as the connection stands. A server that is
 * full says so to the connection, not to a command, and hangs up: with one write on its way that reaches us as its answer, while a second
 * write would meet the closed connection first, and all we learned would be EPIPE.
 */
async function introduce(redis: Redis, { username, password, database }: Connection): Promise<void> {
  const opening = redis.pipeline();
  if (password) username ? opening.auth(username, password) : opening.auth(password);
  // In capitals: by its usual name ioredis would notice the change of database and send a SELECT of its own before each command.
  if (Number(database) > 0) opening.call("SELECT", Number(database));
  opening.info("server");
  for (const [error] of (await opening.exec()) ?? []) {
    if (error && !NEEDLESS_PASSWORD.test(error.message)) throw error;
  }
}

export const isRedisFull = (error: unknown): boolean => errorText(error).includes("max number of clients reached");
