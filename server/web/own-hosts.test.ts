import { once } from "node:events";
import { request as ask, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { closeDatabase } from "@/test/caller";
import { attachRealtime } from "../realtime/attach";
import { keepToOwnHosts, ownHosts } from "./own-hosts";

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  await closeDatabase();
});

/** The web process without what answers behind the door: it repeats what it was told of the host. */
async function start(settings: { NIGHTSHIFT_TRUST_PROXY: number }): Promise<number> {
  const http = createServer((request, response) => void response.end(request.headers["x-forwarded-host"] ?? "-"));
  const realtime = attachRealtime(http);
  const own = { NIGHTSHIFT_URL: "https://Nightshift.example.com", NIGHTSHIFT_HOSTS: ["app"] };
  keepToOwnHosts(http, ownHosts({ ...env(), ...own, ...settings }));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  closing.push(() => realtime.close());
  return (http.address() as AddressInfo).port;
}

let port: number;
beforeAll(async () => {
  port = await start({ NIGHTSHIFT_TRUST_PROXY: 0 });
});

async function call(path: string, headers: Record<string, string>, { to = port, method = "GET" } = {}) {
  const sent = ask({ host: "127.0.0.1", port: to, path, method, headers }).end();
  const [response] = await once(sent, "response");
  let text = "";
  for await (const part of response) text += part;
  return { status: response.statusCode as number, text };
}

async function upgrade(host: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  const [data] = await once(socket, "data");
  socket.destroy();
  return String(data).split("\r\n")[0] ?? "";
}

test("a page whose name was pointed at this machine reaches no page, no API, no sign-in and no socket", async () => {
  const strangers = [
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example:3000",
    "nightshift.example.com.evil.example",
    "me@localhost",
    "1.2.3",
    "[::1].evil.example",
  ];
  for (const host of strangers) {
    for (const path of ["/", "/api/auth/csrf", "/api/v1/services", "/webhook/pagerduty/test", "/v2x", "/alive/x"])
      expect((await call(path, { host })).status, `${host}${path}`).toBe(421);
    expect((await call("/socket.io/?EIO=4&transport=polling", { host })).status, host).toBe(421);
    expect(await upgrade(host), host).toContain(" 421 ");
  }
  expect((await call("/alive", { host: "evil.example" }, { method: "POST" })).status).toBe(421);
  expect(JSON.parse((await call("/", { host: "night.example:3000" })).text)).toMatchObject({
    success: false,
    error: expect.stringMatching(/night\.example:3000.*NIGHTSHIFT_URL.*NIGHTSHIFT_HOSTS/),
  });
});

test("names of this installation and addresses are answered, whatever the port", async () => {
  for (const host of [
    "localhost:3000",
    "LOCALHOST",
    "127.0.0.1:8080",
    "10.1.2.3",
    "[::1]:3000",
    "nightshift.example.com",
    "Nightshift.Example.com.:443",
    "app:3000",
  ]) {
    expect((await call("/", { host })).status, host).toBe(200);
    expect((await call("/socket.io/?EIO=4&transport=polling", { host })).status, host).toBe(200);
    expect(await upgrade(host), host).toContain(" 101 ");
  }
});

test("health, metrics and alerts are answered under every name", async () => {
  const host = "nightshift.monitoring.svc:3000";
  for (const path of ["/alive", "/api/v1/health", "/metrics?x=1", "/webhook/alertmanager/key", "/v2/enqueue"])
    expect((await call(path, { host })).status, path).toBe(200);
});

test("what a proxy says of the host is believed where proxies are trusted, and nowhere else", async () => {
  const host = "localhost:3000";
  expect(await call("/", { host, "x-forwarded-host": "evil.example" })).toEqual({ status: 200, text: "-" });
  const to = await start({ NIGHTSHIFT_TRUST_PROXY: 1 });
  const forwarded = (name: string, host: string) => call("/", { host, "x-forwarded-host": name }, { to });
  expect(await forwarded("nightshift.example.com", "app")).toEqual({ status: 200, text: "nightshift.example.com" });
  for (const name of ["evil.example", "nightshift.example.com, evil.example"])
    expect((await forwarded(name, "app")).status, name).toBe(421);
  expect((await forwarded("nightshift.example.com", "evil.example")).status).toBe(421);
});
