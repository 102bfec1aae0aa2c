import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, expect, test } from "vitest";
import { ctxOfSession } from "@/lib/auth";
import type { Role } from "@/lib/auth/contract";
import { revokeKey, rotateKey } from "@/lib/keys";
import { changeRole, revokeSession, transferOwnership } from "@/lib/people";
import { pool } from "@/lib/platform/db";
import { closeDatabase, newNamedKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { attachRealtime } from "./attach";

process.env.NIGHTSHIFT_SOCKETS_PER_KEY = "3";
process.env.NIGHTSHIFT_URL = "http://nightshift.test";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(closeDatabase);

/** The realtime part of one web process. */
async function startRealtime(): Promise<string> {
  const http = createServer();
  const realtime = attachRealtime(http);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  closing.push(() => realtime.close());
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** Resolves with the open socket, or with why there is none. */
function open(
  url: string,
  login: { apiKey: string } | (Record<"cookie", string> & Record<string, string>),
): Promise<Socket | string> {
  const socket = io(url, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    ...("apiKey" in login ? { auth: login } : { extraHeaders: login }),
  });
  closing.push(async () => socket.disconnect());
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", ({ message }) => resolve(message));
  });
}
const isOpen = (socket: Socket | string) => typeof socket !== "string" && socket.connected;

test("a key that is revoked loses its sockets in every process within a second, and nobody else does", async () => {
  const urls = [await startRealtime(), await startRealtime()];
  const { id } = await newOrganization();
  const [key, other] = [await newNamedKey(id, "read"), await newNamedKey(id, "read")];
  const { sessionId } = await newSession(id, "admin");
  const admin = await ctxOfSession(sessionId, null);
  if (!admin) throw new Error("There is no session");
  const sockets = await Promise.all(urls.map((url) => open(url, { apiKey: key.key })));
  const bystander = await open(urls[0] ?? "", { apiKey: other.key });
  expect([...sockets, bystander].map(isOpen)).toEqual([true, true, true]);

  await revokeKey(admin, key.id);
  await expect.poll(() => sockets.map(isOpen), { timeout: 1_000 }).toEqual([false, false]);
  expect(isOpen(bystander)).toBe(true);
  expect(await open(urls[1] ?? "", { apiKey: key.key })).toContain("revoked");

  // An old secret that ends at once takes the sockets along that came in with it.
  const { key: renewed } = await rotateKey(admin, other.id, { overlap_minutes: 0 });
  await expect.poll(() => isOpen(bystander), { timeout: 1_000 }).toBe(false);
  expect(isOpen(await open(urls[0] ?? "", { apiKey: renewed }))).toBe(true);
});

test("a session that is revoked loses its sockets within a second, and the person's other sessions do not", async () => {
  const url = await startRealtime();
  const { id } = await newOrganization();
  const [lost, kept] = [await newSession(id, "viewer"), await newSession(id, "viewer")];
  const sockets = [await open(url, { cookie: lost.cookie }), await open(url, { cookie: kept.cookie })];
  expect(sockets.map(isOpen)).toEqual([true, true]);
  const ctx = await ctxOfSession(lost.sessionId, null);
  if (!ctx) throw new Error("There is no session");
  await revokeSession(ctx, lost.sessionId);
  await expect.poll(() => sockets.map(isOpen), { timeout: 1_000 }).toEqual([false, true]);
});

/** What each of these is told about their role that is new to them, as `name: role`, and their sockets. */
async function listenToRoles(url: string, people: Record<string, { cookie: string; role: Role }>) {
  const told: string[] = [];
  const sockets: Socket[] = [];
  for (const [name, { cookie, role: before }] of Object.entries(people)) {
    const socket = await open(url, { cookie });
    if (typeof socket === "string") throw new Error(socket);
    // What they are is told on connect, which this may hear or not.
    socket.on("access", ({ role }) => role !== before && told.push(`${name}: ${role}`));
    sockets.push(socket);
  }
  return { told, sockets };
}

async function personOf(organizationId: string, role: Role) {
  const session = await newSession(organizationId, role);
  const ctx = await ctxOfSession(session.sessionId, null);
  if (!ctx) throw new Error("There is no session");
  return { ctx, role, cookie: session.cookie };
}

test("somebody whose role changes stays, and is told; nobody else is", async () => {
  const url = await startRealtime();
  const { id } = await newOrganization();
  const [changed, other] = [await personOf(id, "responder"), await personOf(id, "responder")];
  const { told, sockets } = await listenToRoles(url, { changed, other });
  const owner = await personOf(id, "owner");
  await changeRole(owner.ctx, changed.ctx.actor.id, { role: "viewer" });
  await expect.poll(() => told, { timeout: 2_000 }).toEqual(["changed: viewer"]);
  expect(sockets.map(isOpen)).toEqual([true, true]);
});

test("who hands the ownership over, and who gets it, are told at once", async () => {
  const url = await startRealtime();
  const { id } = await newOrganization();
  const [before, after] = [await personOf(id, "owner"), await personOf(id, "responder")];
  const { told } = await listenToRoles(url, { before, after });
  await transferOwnership(before.ctx, after.ctx.actor.id);
  await expect.poll(() => told.toSorted(), { timeout: 2_000 }).toEqual(["after: owner", "before: admin"]);
});

test("Nightshift's own pages may connect, also behind a proxy that rewrites the host; those of other sites may not", async () => {
  const url = await startRealtime();
  const { cookie } = await newSession((await newOrganization()).id, "viewer");
  const come = async (headers: Record<string, string>) => isOpen(await open(url, { cookie, ...headers }));
  expect(await come({ origin: "http://nightshift.test" })).toBe(true);
  expect(await come({ origin: "http://elsewhere.test", "sec-fetch-site": "same-origin" })).toBe(true);
  expect(await come({ origin: "http://elsewhere.test" })).toBe(false);
  expect(await come({ origin: "http://nightshift.test", "sec-fetch-site": "same-site" })).toBe(false);
});

test("a key has so many sockets over all processes; one that closes, or whose process has died, makes room", async () => {
  const urls = [await startRealtime(), await startRealtime()];
  const { key } = await newNamedKey((await newOrganization()).id, "read");
  const tries = await Promise.all(Array.from({ length: 8 }, (_, i) => open(urls[i % 2] ?? "", { apiKey: key })));
  const held = tries.filter((one) => typeof one !== "string");
  expect(held).toHaveLength(3);
  expect(tries.filter((one) => typeof one === "string")).toEqual(
    Array(5).fill(expect.stringContaining("3 connections")),
  );

  held[0]?.disconnect();
  await expect.poll(async () => isOpen(await open(urls[0] ?? "", { apiKey: key }))).toBe(true);
  expect(isOpen(await open(urls[1] ?? "", { apiKey: key }))).toBe(false);
  await pool().query("UPDATE key_sockets SET seen_at = now() - interval '2 minutes'");
  expect(isOpen(await open(urls[1] ?? "", { apiKey: key }))).toBe(true);
});
