import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { type Ctx, systemCtx } from "@/lib/auth";
import { releaseSocket, stillOpen } from "@/lib/calls";
import { type Listener, listen } from "@/lib/events";
import { env } from "@/lib/platform/env";
import { AppError, errorText } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { organizationMetrics } from "@/lib/realtime";
import { getExecution } from "@/lib/remediation";
import { admit } from "./admit";
import { ExecutionFeed } from "./execution-feed";
import { type Client, type Io, roomOf } from "./io";
import { tellOrganization } from "./tell-organization";

/** What ends by itself, an expired key or the old secret of a rotated one, loses its sockets within this time; what is revoked, at once. */
const IDENTIFY_EVERY_MS = 15_000;

export type Realtime = { connections(): number; close(): Promise<void> };

/** Socket.IO on the same port: whoever may read an organization hears what changes in it, and can follow its executions. */
export function attachRealtime(http: HttpServer): Realtime {
  const io: Io = new Server(http, {
    maxHttpBufferSize: 16_384,
    serveClient: false,
    connectionStateRecovery: undefined,
    // A page must not call itself live for half a minute while nobody answers; twelve seconds bear a bad mobile network.
    pingInterval: 5_000,
    pingTimeout: 7_000,
    // Pages of other sites come with an API key; their visitors' cookies are never asked for.
    cors: { origin: env().NIGHTSHIFT_CORS_ORIGINS, credentials: false },
  });
  const feeds = new Map<string, ExecutionFeed>();

  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error) =>
        next(new Error(error instanceof AppError ? error.message : "The session could not be checked; try again")),
    );
  });

  io.on("connection", (socket) => {
    const { ctx } = socket.data;
    socket.join(roomOf(ctx.organizationId));
    tellRole(socket, ctx);
    organizationMetrics(ctx).then(
      (metrics) => socket.emit("metrics", metrics),
      (error) => logger.warn({ error: errorText(error) }, "Metrics could not be read for a new connection"),
    );
    // Whoever leaves while they are being let in must not be let in after all: nobody would ever show them out.
    const arriving = new Set<{ executionId: string }>();
    socket.on("execution:follow", async (request, answer) => {
      if (typeof answer !== "function") return;
      const { executionId, after } = request ?? {};
      if (typeof executionId !== "string" || !isId(executionId) || !Number.isSafeInteger(after) || after < 0) {
        return answer({
          ok: false,
          error: "Send {executionId, after}: an execution's id and the last seq you have, or 0",
        });
      }
      const arrival = { executionId };
      arriving.add(arrival);
      try {
        const execution = await getExecution(ctx, executionId);
        if (!arriving.has(arrival)) return answer({ ok: false, error: "This was left before it could be followed" });
        let feed = feeds.get(executionId);
        if (!feed) {
          feed = new ExecutionFeed(systemCtx(ctx.organizationId, "realtime"), executionId);
          feeds.set(executionId, feed);
        }
        answer({ ok: true, execution });
        feed.follow(socket.id, after, (frame) => socket.emit("execution:event", frame));
      } catch (error) {
        if (!(error instanceof AppError))
          logger.warn({ error: errorText(error) }, "An execution could not be followed");
        answer({
          ok: false,
          error: error instanceof AppError ? error.message : "The execution could not be read; try again",
        });
      } finally {
        arriving.delete(arrival);
      }
    });
    socket.on("execution:unfollow", (request) => {
      const executionId = request?.executionId;
      if (typeof executionId !== "string") return;
      for (const arrival of arriving) if (arrival.executionId === executionId) arriving.delete(arrival);
      leave(executionId, socket.id);
    });
    socket.on("disconnect", () => {
      arriving.clear();
      for (const id of feeds.keys()) leave(id, socket.id);
      if (ctx.keyId) releaseSocket(socket.id).catch(cannotCount);
    });
  });

  function leave(executionId: string, socketId: string): void {
    const feed = feeds.get(executionId);
    feed?.unfollow(socketId);
    if (feed?.isEmpty) feeds.delete(executionId);
  }

  const listener: Listener = listen({
    onEvents: async (events) => {
      for (const event of events) if (event.type === "execution.changed") feeds.get(event.subjectId)?.wake();
      // Before anything else is told: it is not for those who are shown out.
      await Promise.all(events.filter(({ type }) => type === "access.changed").map(({ subjectId }) => ask(subjectId)));
      await tellOrganization(io, events);
    },
    onOutput: (executionId) => feeds.get(executionId)?.wake(),
    onReconnect: () => {
      for (const feed of feeds.values()) feed.wake();
    },
  });

  const sockets = () => [...io.of("/").sockets.values()];

  /** Shows out whoever is nobody any more, or somebody in another organization by now; tells whoever has another role. */
  async function identify(socket: Client): Promise<void> {
    try {
      const now = await socket.data.identify();
      if (!now || now.organizationId !== socket.data.ctx.organizationId) return void socket.disconnect(true);
      if (now.role !== socket.data.ctx.role) tellRole(socket, now);
      socket.data.ctx = now;
    } catch (error) {
      // The database is away: nobody is thrown out for that.
      logger.debug({ error: errorText(error) }, "A connection could not be checked");
    }
  }
  const ask = (actorId: string) =>
    Promise.all(
      sockets()
        .filter((socket) => socket.data.ctx.actor.id === actorId)
        .map(identify),
    );

  const checks = setInterval(() => {
    sockets().forEach(identify);
    const counted = sockets().filter((socket) => socket.data.ctx.keyId);
    stillOpen(counted.map(({ id }) => id)).catch(cannotCount);
  }, IDENTIFY_EVERY_MS);

  return {
    connections: () => io.engine.clientsCount,
    async close() {
      clearInterval(checks);
      await listener.close();
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

/** A key has a scope, which stays what it is. */
function tellRole(socket: Client, { role }: Ctx): void {
  if (role !== null) socket.emit("access", { role });
}

const cannotCount = (error: unknown): void =>
  logger.debug({ error: errorText(error) }, "The sockets of API keys could not be counted");
