import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerExecutor } from "./docker";

// An engine at its wire. It has forgotten a command in `gone` by the time somebody asks how it ended.
const answers: Record<string, [number, object]> = {
  "/containers/gone/exec": [201, { Id: "e1" }],
  "/containers/paused/exec": [409, { message: "Container paused is paused, unpause the container before exec" }],
  "/containers/paused/json": [200, { State: { Running: true, Paused: true } }],
  "/containers/stopped/exec": [409, { message: "Container stopped is not running" }],
  "/containers/stopped/json": [200, { State: { Running: false, Paused: false } }],
};
const engine = createServer((request, response) => {
  const path = (request.url ?? "").replace(/^\/v[\d.]+/, "");
  const [status, body] = answers[path] ?? [404, { message: "No such exec instance: e1" }];
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
});
engine.on("upgrade", (_, socket) => {
  const [head, said] = [Buffer.from([1, 0, 0, 0, 0, 0, 0, 2]), Buffer.from("0\n")];
  socket.write(
    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
  );
  socket.end(Buffer.concat([head, said]));
});
beforeAll(async () => {
  await new Promise<void>((done) => engine.listen(0, "127.0.0.1", done));
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`;
});
afterAll(() => {
  engine.close();
});

const on = (name: string) => dockerExecutor({ target: { kind: "docker", name } } as never);

test("what runs in a paused container is frozen and not gone: nobody is told that it was killed", async () => {
  await expect(on("paused").killMarked("mark")).rejects.toMatchObject({ message: /paused is paused.+goes on when/ });
  expect(await on("stopped").killMarked("mark")).toBe(0);
});

test("an engine that goes away while a command is ended does not take the worker along", async () => {
  const unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  process.on("unhandledRejection", note);
  const executor = on("gone");
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
