import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerCors } from "./cors";
import { protect } from "./security-headers";

const listed = "https://status.example.com";
let isHttps = false;
const http = createServer((request, response) => {
  protect(request, response, isHttps);
  if (answerCors(request, response, [listed])) return;
  response.end(
    JSON.stringify({ nonce: request.headers["x-nonce"], policy: request.headers["content-security-policy"] }),
  );
});
let url: string;
beforeAll(async () => {
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(() => http.close());

const preflight = (path: string, origin: string) =>
  fetch(url + path, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-api-key" },
  });
const corsOf = ({ headers }: Response) => [...headers].filter(([name]) => name.startsWith("access-control-"));

test("a page of a listed origin may call and read, without anybody's cookies", async () => {
  const asked = await preflight("/api/v1/incidents", listed);
  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-origin")).toBe(listed);
  expect(asked.headers.get("access-control-allow-methods")).toContain("DELETE");
  expect(asked.headers.get("access-control-allow-headers")).toMatch(/X-API-Key.*Idempotency-Key/);
  const answer = await fetch(`${url}/api/v1/incidents`, { headers: { origin: listed } });
  expect(answer.headers.get("access-control-expose-headers")).toContain("RateLimit");
  for (const response of [asked, answer]) {
    expect(response.headers.get("access-control-allow-credentials")).toBe(null);
    expect(response.headers.get("vary")).toBe("Origin");
  }
});

test("pages of every other origin may not, nor may listed ones sign anybody in", async () => {
  const strangers = ["https://evil.example", "https://status.example.com.evil.example", `${listed}:8443`, "null"];
  for (const origin of strangers) {
    const refused = [
      await preflight("/api/v1/incidents", origin),
      await fetch(`${url}/api/v1/x`, { headers: { origin } }),
    ];
    for (const response of refused) {
      expect(corsOf(response), origin).toEqual([]);
      expect(response.headers.get("vary")).toBe("Origin");
    }
  }
  expect(corsOf(await preflight("/api/auth/session", listed))).toEqual([]);
  expect(corsOf(await preflight("/incidents", listed))).toEqual([]);
});

test("a page is told its own nonce and no caller's, and data may do nothing at all", async () => {
  const sent = { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" };
  const response = await fetch(`${url}/incidents`, { headers: sent });
  const { nonce, policy } = await response.json();
  expect(nonce).toMatch(/^[\w+/]{22}==$/);
  expect(policy).toBe(response.headers.get("content-security-policy"));
  expect(policy).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic';`);
  for (const path of ["/api/v1/incidents", "/health", "/api/openapi.json?x=1"]) {
    const data = await fetch(url + path, { headers: sent });
    expect(data.headers.get("content-security-policy"), path).toMatch(/^default-src 'none'/);
    expect(await data.json(), path).toEqual({});
    expect(data.headers.get("strict-transport-security")).toBe(null);
  }
  isHttps = true;
  expect((await fetch(`${url}/`)).headers.get("strict-transport-security")).toBe("max-age=31536000");
});
