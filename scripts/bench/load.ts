import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Load = { perSecond: number; series: number[]; refused: number };
export type Sending = { host: string; port: number; path: string };
export type Message = { headers: Record<string, string>; body: string };

/**
 * Posts messages over this many connections, each its next one as soon as the last is answered, or `pauseMs` later, for so long. Written on
 * bare sockets: an HTTP client's own work would hide how the two servers differ.
 */
export async function load(
  to: Sending,
  next: (count: number) => Message,
  connections: number,
  durationMs: number,
  signal: AbortSignal,
  pauseMs = 0,
): Promise<Load> {
  const series: number[] = [];
  let refused = 0;
  let count = 0;
  const began = performance.now();
  const one = async () => {
    const line = await open(to);
    try {
      while (performance.now() - began < durationMs) {
        signal.throwIfAborted();
        const request = written(to, next(count++));
        const sent = performance.now();
        const status = await line.ask(request);
        series.push(performance.now() - sent);
        if (status >= 300) refused++;
        if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
      }
    } finally {
      line.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { perSecond: series.length / ((performance.now() - began) / 1_000), series, refused };
}

function written({ host, port, path }: Sending, { headers, body }: Message): string {
  const lines = Object.entries({
    host: `${host}:${port}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}

async function open({ host, port }: Sending) {
  const socket: Socket = connect({ host, port, noDelay: true });
  await once(socket, "connect");
  let heard: Buffer = Buffer.alloc(0);
  let answered: { done(status: number): void; fail(error: Error): void } | null = null;
  socket.on("data", (data: Buffer) => {
    heard = heard.length === 0 ? data : Buffer.concat([heard, data]);
    const end = heard.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = heard.toString("latin1", 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (heard.length < end + 4 + length) return;
    heard = heard.subarray(end + 4 + length);
    answered?.done(Number(head.slice(9, 12)));
  });
  const lost = () => answered?.fail(new Error("The server hung up in the middle of the load"));
  socket.on("error", lost).on("close", lost);
  return {
    ask: (request: string) =>
      new Promise<number>((done, fail) => {
        answered = { done, fail };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}
