import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { wakeOutput } from "@/lib/events";
import { createIncident } from "@/lib/incidents";
import { pool } from "@/lib/platform/db";
import type { ClientEvents, FollowAnswer, ServerEvents } from "@/lib/realtime/contract";
import { closeDatabase, newExecution, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { attachRealtime } from "./attach";

type Browser = Socket<ServerEvents, ClientEvents>;
let organization: Awaited<ReturnType<typeof newOrganization>>;
let url: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  organization = await newOrganization();
  const http = createServer();
  const realtime = attachRealtime(http);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  closing.push(() => realtime.close());
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(closeDatabase);

/** A browser that is connected, and the sequence numbers that it was sent. */
async function openBrowser(): Promise<{ socket: Browser; sent: number[] }> {
  const { cookie } = await newSession(organization.id, "viewer");
  const socket: Browser = io(url, { transports: ["websocket"], forceNew: true, extraHeaders: { cookie } });
  closing.push(async () => socket.disconnect());
  const sent: number[] = [];
  socket.on("execution:event", ({ events }) => sent.push(...events.map(({ seq }) => seq)));
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return { socket, sent };
}

const follow = (socket: Browser, executionId: string): Promise<FollowAnswer> =>
  socket.emitWithAck("execution:follow", { executionId, after: 0 });

async function startExecution() {
  const { id } = await createIncident(organization.owner, { title: "Full" });
  return newExecution(organization.owner, id);
}

async function failedStatements(): Promise<number> {
  const { rows } = await pool().query<{ failed: string }>(
    "SELECT xact_rollback AS failed FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(rows[0]?.failed);
}

test("whoever leaves before they were let in is sent nothing", async () => {
  const execution = await startExecution();
  const [hasty, stays] = [await openBrowser(), await openBrowser()];
  const answer = follow(hasty.socket, execution.id);
  hasty.socket.emit("execution:unfollow", { executionId: execution.id });
  await answer;

  await follow(stays.socket, execution.id);
  await execution.write("Looking at the service");
  wakeOutput(execution.id);
  await expect.poll(() => stays.sent).toEqual([1]);
  // An answer comes after whatever was sent before it.
  await follow(hasty.socket, "nothing");
  expect(hasty.sent).toEqual([]);

  await follow(hasty.socket, execution.id);
  await expect.poll(() => hasty.sent).toEqual([1]);
});

test("the end of a run arrives, also when it could not be read at first and nothing happens any more", async () => {
  const execution = await startExecution();
  const { socket, sent } = await openBrowser();
  await follow(socket, execution.id);
  await execution.write("Looking at the service");
  wakeOutput(execution.id);
  await expect.poll(() => sent).toEqual([1]);

  await execution.write("Done");
  const before = await failedStatements();
  await pool().query("ALTER TABLE execution_events RENAME TO away");
  wakeOutput(execution.id);
  await expect.poll(failedStatements, { timeout: 5_000 }).toBeGreaterThan(before);
  await pool().query("ALTER TABLE away RENAME TO execution_events");
  await expect.poll(() => sent, { timeout: 5_000 }).toEqual([1, 2]);
});
