import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "@/lib/platform/free-port";
import { newId } from "@/lib/platform/ids";
import type { Watched } from "./watched";

/** A real redis-server of a test's own. */
export async function startRedis(settings: Record<string, string> = {}, port?: number) {
  const dir = mkdtempSync(join(tmpdir(), "nightshift-redis-"));
  const chosen = port ?? (await freePort());
  const options = { port: String(chosen), bind: "127.0.0.1", save: "", dir, ...settings };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child: ChildProcess = spawn("redis-server", args, { stdio: "ignore" });
  const exited = once(child, "exit");
  const admin = new Redis({
    port: chosen,
    host: "127.0.0.1",
    password: settings.requirepass,
    retryStrategy: () => 50,
    maxRetriesPerRequest: 200,
  });
  admin.on("error", () => {});
  await admin.ping();
  return {
    port: chosen,
    /** Connected from the start, so it still gets through when newcomers do not. */
    admin,
    /** Kills it, as a crash would; may be called again. */
    async stop() {
      admin.disconnect();
      child.kill("SIGKILL");
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A server that accepts connections and never says a word. */
export async function startSilence() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The silent server has no port");
  return {
    port: address.port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Writes until Redis refuses. */
export async function fill(admin: Redis): Promise<string> {
  const block = "x".repeat(50_000);
  for (let i = 0; ; i++) {
    try {
      await admin.set(`block:${i}`, block);
    } catch (error) {
      return (error as Error).message;
    }
  }
}

/** Opens clients until Redis takes no more; the function it returns closes them. */
export async function takeEverySlot(port: number): Promise<() => void> {
  const clients: Redis[] = [];
  for (;;) {
    const client = new Redis({
      port,
      host: "127.0.0.1",
      lazyConnect: true,
      retryStrategy: () => null,
      disableClientInfo: true,
    });
    client.on("error", () => {});
    clients.push(client);
    try {
      await client.ping();
    } catch {
      return () => {
        for (const each of clients) each.disconnect();
      };
    }
  }
}

export const watchedAt = (kind: Watched["kind"], port: number, over: Partial<Watched["connection"]> = {}): Watched => ({
  id: newId(),
  organizationId: newId(),
  name: "practice",
  kind,
  target: { kind: "none", name: "practice", config: null },
  connection: { host: "127.0.0.1", port, database: null, username: null, password: null, ...over },
});
