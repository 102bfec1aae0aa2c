import { createServer } from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { closeReserves } from "@/lib/monitoring";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { flushSecurity } from "@/lib/security";
import { startLoop } from "../loop";
import { attachRealtime } from "../realtime/attach";
import { reserveLoop } from "../reserve-loop";
import { untilStopped } from "../until-stopped";
import { attendanceLoop } from "./attendance-loop";
import { ADDRESS_HEADER, callerAddress } from "./caller-address";
import { answerCore } from "./core";
import { answerCors } from "./cors";
import { answerInbox } from "./inbox";
import { keepToOwnHosts, ownHosts } from "./own-hosts";
import { refusalOf, refuse, requestIdOf } from "./refusal";
import { protect } from "./security-headers";

// The web process: health for supervisors, Socket.IO for browsers, everything else by Next.

const GOODBYE_MS = 500;

async function main(): Promise<void> {
  const { PORT, NIGHTSHIFT_LISTEN, NIGHTSHIFT_DEMO, NIGHTSHIFT_TRUST_PROXY, NIGHTSHIFT_CORS_ORIGINS, NIGHTSHIFT_URL } =
    env();
  const isHttps = NIGHTSHIFT_URL?.startsWith("https://") ?? false;
  // The demo's login is public, so its door is open to this machine only, unless somebody says otherwise.
  const host = NIGHTSHIFT_LISTEN ?? (NIGHTSHIFT_DEMO === "1" ? "127.0.0.1" : "0.0.0.0");
  const app = next({ dev: false, port: PORT, hostname: host });
  const handle = app.getRequestHandler();
  let isStarted = false;

  const http = createServer((request, response) => {
    const requestId = requestIdOf(request);
    // On every answer, and the same one in the logs of whoever answers.
    request.headers["x-request-id"] = requestId;
    // Overwritten always: what a caller sends under this name is never believed.
    request.headers[ADDRESS_HEADER] = callerAddress(request, NIGHTSHIFT_TRUST_PROXY);
    response.setHeader("x-request-id", requestId);
    // Before what only browsers need: alerts come by the thousand.
    if (answerInbox(request, response, requestId)) return;
    protect(request, response, isHttps);
    if (answerCors(request, response, NIGHTSHIFT_CORS_ORIGINS)) return;
    const vitals = { isStarted: () => isStarted, connections: () => realtime.connections() };
    if (answerCore(request, response, requestId, vitals)) return;
    const refusal = refusalOf(request, isStarted);
    if (refusal) return refuse(response, requestId, refusal);
    handle(request, response).catch((error: unknown) => {
      logger.error({ error: String(error), requestId }, "Next could not answer a request");
      if (response.headersSent) response.end();
      else refuse(response, requestId, { status: 500, error: "Nightshift could not answer; the log has the reason" });
    });
  });
  const sockets = new Set<Socket>();
  http.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // Next would otherwise take every upgrade on this server for its own, Socket.IO's included.
  const realtime = attachRealtime(http);
  keepToOwnHosts(http, ownHosts(env()));

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(PORT, host, resolve);
  });
  await app.prepare();
  isStarted = true;
  logger.info({ host, port: PORT }, "The web process is ready");

  const reserves = startLoop(reserveLoop);
  const attendance = startLoop(attendanceLoop);

  await untilStopped();
  // First nobody new, then goodbye to everybody; a tab that does not let go of its connection is cut off.
  http.close();
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, GOODBYE_MS);
  await realtime.close();
  clearTimeout(cut);
  await app.close();
  await reserves.stop();
  await attendance.stop();
  closeReserves();
  await flushSecurity();
  await closeDatabase();
}

main().then(
  () => process.exit(0),
  (error) => {
    logger.fatal({ error: error instanceof Error ? error.message : String(error) }, "The web process stopped");
    process.exit(1);
  },
);
