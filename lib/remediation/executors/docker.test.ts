import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { dockerExecutor } from "./docker";

// An engine at its wire, that has forgotten a command by the time somebody asks how it ended.
const engine = createServer((request, response) => {
  const isCreate = request.url?.endsWith("/containers/gone/exec");
  response.writeHead(isCreate ? 201 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(isCreate ? { Id: "e1" } : { message: "No such exec instance: e1" }));
});
engine.on("upgrade", (_, socket) => {
  const [head, said] = [Buffer.from([1, 0, 0, 0, 0, 0, 0, 2]), Buffer.from("0\n")];
  socket.write(
    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
  );
  socket.end(Buffer.concat([head, said]));
});
afterAll(() => {
  engine.close();
});

test("an engine that goes away while a command is ended does not take the worker along", async () => {
  const unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  process.on("unhandledRejection", note);
  await new Promise<void>((done) => engine.listen(0, "127.0.0.1", done));
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const executor = dockerExecutor({ target: { kind: "docker", name: "gone" } } as never);
  expect(await executor.killMarked("mark")).toBe(0);
  // The question how it ended is on its way, and whoever waits for the answer hears that there is none.
  const { exitCode } = await executor
    .start({ kind: "run", argv: ["true"], timeoutMs: 1_000 }, "mark")
    .then(async (started) => {
      for await (const _ of started.output);
      return started;
    });
  await expect(exitCode).rejects.toThrow(/No such exec/);
  process.off("unhandledRejection", note);
  expect(unheard).toEqual([]);
});
