import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { ctxOfApiKey, ctxOfSession, sessionIdFromCookies, systemCtx } from "@/lib/auth";
import { type Listener, listen } from "@/lib/events";
import { AppError, errorText } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { organizationMetrics } from "@/lib/realtime";
import { getExecution } from "@/lib/remediation";
import { ExecutionFeed } from "./execution-feed";
import { type Client, type Io, roomOf } from "./io";
import { tellOrganization } from "./tell-organization";

/** A revoked session or key loses its sockets within this time. */
const IDENTIFY_EVERY_MS = 15_000;

export type Realtime = { connections(): number; close(): Promise<void> };

/** Socket.IO on the same port: whoever may read an organization hears what changes in it, and can follow its executions. */
export function attachRealtime(http: HttpServer): Realtime {
  const io: Io = new Server(http, {
    maxHttpBufferSize: 16_384,
    serveClient: false,
    connectionStateRecovery: undefined,
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
    organizationMetrics(ctx).then(
      (metrics) => socket.emit("metrics", metrics),
      (error) => logger.warn({ error: errorText(error) }, "Metrics could not be read for a new connection"),
    );
    socket.on("execution:follow", async (request, answer) => {
      if (typeof answer !== "function") return;
      const { executionId, after } = request ?? {};
      if (typeof executionId !== "string" || !isId(executionId) || !Number.isSafeInteger(after) || after < 0) {
        return answer({
          ok: false,
          error: "Send {executionId, after}: an execution's id and the last seq you have, or 0",
        });
      }
      try {
        const execution = await getExecution(ctx, executionId);
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
      }
    });
    socket.on("execution:unfollow", (request) => {
      if (typeof request?.executionId === "string") leave(request.executionId, socket.id);
    });
    socket.on("disconnect", () => {
      for (const id of feeds.keys()) leave(id, socket.id);
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
      await tellOrganization(io, events);
    },
    onOutput: (executionId) => feeds.get(executionId)?.wake(),
    onReconnect: () => {
      for (const feed of feeds.values()) feed.wake();
    },
  });

  const checks = setInterval(() => {
    for (const socket of io.of("/").sockets.values()) {
      socket.data.identify().then(
        (ctx) => {
          if (!ctx) socket.disconnect(true);
        },
        // The database is away: nobody is thrown out for that.
        (error) => logger.debug({ error: errorText(error) }, "A connection could not be checked"),
      );
    }
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

async function admit(socket: Client): Promise<void> {
  const { apiKey } = socket.handshake.auth as { apiKey?: unknown };
  const identify =
    typeof apiKey === "string"
      ? () => ctxOfApiKey(apiKey, socket.id)
      : async () => {
          const sessionId = await sessionIdFromCookies(socket.handshake.headers.cookie ?? "");
          return sessionId ? ctxOfSession(sessionId, socket.id) : null;
        };
  const ctx = await identify();
  if (!ctx) throw new AppError("unauthorized", "Sign in first: the session or API key is missing, revoked or expired");
  // A page of another site could open a socket with the visitor's cookie; an API key is never sent by a browser on its own.
  if (typeof apiKey !== "string" && !isSameOrigin(socket))
    throw new AppError("forbidden", "This page may not connect here");
  socket.data = { ctx, identify };
}

function isSameOrigin(socket: Client): boolean {
  const { origin, host } = socket.handshake.headers;
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
