import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Logger, runOnce, type TaskList } from "graphile-worker";
import { pool } from "@/lib/platform/db";

export type Heard = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type Reply = (response: ServerResponse, heard: Heard) => void;

export const says =
  (status: number, body = "", headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** A server of somebody else's: answers with each reply in turn, and with the last one from then on. */
export async function startStandIn(...first: Reply[]) {
  const heard: Heard[] = [];
  let replies = first;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body };
    heard.push(one);
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    reply?.(response, one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    answer(...next: Reply[]) {
      replies = next;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Works off what is due, as the worker does. */
export function worker(taskList: TaskList) {
  const quiet = new Logger(() => () => {});
  const isDone = async () => {
    const { rows } = await pool().query(
      "SELECT 1 FROM graphile_worker.jobs WHERE run_at <= now() AND locked_by IS NULL AND attempts < max_attempts LIMIT 1",
    );
    return rows.length === 0;
  };
  return {
    async work() {
      // One that waits for the one before it in its queue is not seen in the moment between the two.
      do await runOnce({ pgPool: pool(), noHandleSignals: true, logger: quiet, taskList });
      while (!(await isDone()));
    },
  };
}
