import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Follower } from "@/components/execution/follower";
import { TerminalStore } from "@/components/execution/terminal-store";
import type { ClientEvents, FollowAnswer, ServerEvents } from "@/lib/realtime/contract";
import type { ExecutionView } from "@/lib/remediation/contract";
import { LiveClient } from "./live-client";
import { Refresher } from "./refresher";

/** The browser's own: where the page came from, and whether somebody sees it. */
class Tab extends EventTarget {
  visibilityState = "visible";
  turn(state: "visible" | "hidden"): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

let tab: Tab;
const closing: (() => unknown)[] = [];
beforeEach(() => {
  tab = new Tab();
  vi.stubGlobal("document", tab);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Io = Server<ClientEvents, ServerEvents>;

/** A client that is connected to a server, which answers what `answers` says. */
async function connect(answers: (io: Io) => void = () => {}): Promise<LiveClient> {
  const http = createServer();
  const io: Io = new Server(http);
  answers(io);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  closing.push(() => io.close());
  const { port } = http.address() as AddressInfo;
  vi.stubGlobal("location", {
    protocol: "http:",
    host: `127.0.0.1:${port}`,
    hostname: "127.0.0.1",
    port: String(port),
  });
  const client = new LiveClient();
  client.start();
  closing.push(() => client.stop());
  await expect.poll(client.getState, { timeout: 5_000 }).toBe("live");
  return client;
}

function refresherOf(client: LiveClient, read: () => Promise<void>): Refresher {
  const refresher = new Refresher(client, read);
  closing.push(() => refresher.stop());
  return refresher;
}

test("what could not be read is read again while the connection holds, and is not called live until then", async () => {
  const client = await connect();
  const outcomes: string[] = [];
  const failures = [new Error("503")];
  const { ask } = refresherOf(client, async () => {
    const failure = failures.shift();
    outcomes.push(failure?.message ?? "read");
    if (failure) throw failure;
  });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  ask();
  await expect.poll(client.getState).toBe("behind");
  await expect.poll(client.getState, { timeout: 10_000 }).toBe("live");
  expect(outcomes).toEqual(["503", "read"]);
});

test("whoever was refused an execution asks for it again", async () => {
  const execution = { id: "e", state: "running" } as ExecutionView;
  const answers: FollowAnswer[] = [
    { ok: false, error: "The execution could not be read; try again" },
    { ok: true, execution },
  ];
  const client = await connect((io) =>
    io.on("connection", (socket) =>
      socket.on("execution:follow", (_, answer) => {
        const next = answers.shift();
        if (next) answer(next);
      }),
    ),
  );
  const store = new TerminalStore();
  const follower = new Follower(client, "e", store);
  follower.start();
  closing.push(() => follower.stop());
  await expect.poll(() => store.problem).toContain("could not be read");
  expect(client.getState()).toBe("behind");
  await expect.poll(() => store.execution?.state, { timeout: 10_000 }).toBe("running");
  expect([store.problem, client.getState()]).toEqual([null, "live"]);
});

test("an hour of events costs some hundred reads, and after it a change is read at once", async () => {
  vi.useFakeTimers();
  let reads = 0;
  const { ask } = refresherOf(new LiveClient(), async () => {
    reads++;
  });
  const first = 10;
  for (let event = 0; event < first; event++) {
    ask();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(reads).toBeGreaterThan(first / 2);
  for (let tenths = 0; tenths < 36_000; tenths++) {
    ask();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(reads).toBeLessThan(800);

  await vi.advanceTimersByTimeAsync(120_000);
  reads = 0;
  ask();
  await vi.advanceTimersByTimeAsync(250);
  expect(reads).toBe(1);
});

test("a hidden page reads nothing; once somebody comes back, it reads what it was asked for", async () => {
  vi.useFakeTimers();
  let reads = 0;
  const { ask } = refresherOf(new LiveClient(), async () => {
    reads++;
  });
  tab.turn("hidden");
  for (let seconds = 0; seconds < 60; seconds++) {
    ask();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(reads).toBe(0);
  tab.turn("visible");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toBe(1);
  tab.turn("hidden");
  tab.turn("visible");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toBe(1);
});
