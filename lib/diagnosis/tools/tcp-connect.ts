import { connect as connectTcp } from "node:net";
import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { tool } from "./tool";

export const tcpConnect = tool({
  name: "tcp_connect",
  says: "Whether the port of the service accepts a connection, and how long that takes, five times.",
  input: z.object({}),
  fits: ({ watched }) => watched !== null,
  look: ({ watched }) => {
    const { host, port } = (watched as Watched).connection;
    return ask("tcp", commandLine(["nc", "-vz", host, String(port)]), COLLECTOR_MS, async () => {
      const lines: string[] = [];
      for (let i = 0; i < 5; i++) lines.push(await once(host, port));
      return { text: lines.join("\n"), facts: {} };
    });
  },
});

function once(host: string, port: number): Promise<string> {
  const began = performance.now();
  const took = () => `${(performance.now() - began).toFixed(1)} ms`;
  return new Promise((done) => {
    const socket = connectTcp({ host, port, timeout: 800 });
    const end = (words: string) => {
      socket.destroy();
      done(`${words} after ${took()}`);
    };
    socket.once("connect", () => end("connected"));
    socket.once("timeout", () => end("no answer"));
    socket.once("error", (error: NodeJS.ErrnoException) => end(`refused (${error.code ?? "error"})`));
  });
}
