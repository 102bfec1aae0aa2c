import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serviceOfAlert, updateService } from "@/lib/monitoring";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newCertificate } from "@/test/certificate";
import { newOrganization } from "@/test/organization";
import { findIncidentRow } from "../get-diagnosis";
import { liveEyes } from "../investigator/eyes";
import { placeOf } from "../place";
import { openFor } from "../practice.fixture";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1,localhost";

let answer: (response: ServerResponse, count: number) => void;
let heard: string[] = [];
const listener = (request: { url?: string }, response: ServerResponse) => {
  heard.push(request.url ?? "");
  answer(response, heard.length);
};
const { privateKey, pem } = newCertificate("shop.test", new Date("2020-01-01"), new Date("2021-01-01"));
const servers: Server[] = [
  createServer(listener),
  createSecureServer({ key: privateKey.export({ type: "pkcs8", format: "pem" }), cert: pem }, listener),
];
let [http, https] = ["", ""];
beforeAll(async () => {
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ports.push((server.address() as AddressInfo).port);
  }
  [http, https] = [`http://127.0.0.1:${ports[0]}/health?deep=1`, `https://127.0.0.1:${ports[1]}/health`];
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await closeDatabase();
});

/** What can be seen of a service that is known from alerts alone. */
async function eyesOn(healthUrl: string | null) {
  const { system, owner } = await newOrganization();
  const { id, name } = await inTransaction((tx) => serviceOfAlert(tx, system, "checkout"));
  if (healthUrl) await updateService(owner, name, { health_url: healthUrl });
  const incidentId = await openFor(system, id, { health: 10, errorLines: [], metrics: {} });
  heard = [];
  const place = await placeOf(system, await findIncidentRow(system, incidentId));
  return { ...liveEyes(place), system, incidentId, serviceId: id ?? "" };
}
const namesOf = ({ sights }: Awaited<ReturnType<typeof eyesOn>>) => sights.map(({ name }) => name);

test("it is there for a service with a health address, and so is what looks at that address's host", async () => {
  expect(namesOf(await eyesOn(null))).not.toContain("http_probe");
  const plain = namesOf(await eyesOn(http));
  expect(plain).toContain("http_probe");
  // An address is no name, and plain http has no certificate.
  expect(plain).not.toContain("dns_lookup");
  expect(plain).not.toContain("tls_certificate");
  const named = await eyesOn("https://localhost:1/health");
  expect(namesOf(named)).toEqual(expect.arrayContaining(["http_probe", "dns_lookup", "tls_certificate"]));
  expect((await named.look("dns_lookup", {})).command).toBe("dig +short localhost A localhost AAAA");
  expect((await named.look("tls_certificate", {})).text).toContain("ECONNREFUSED");
});

test("it calls the address three times and tells what came, quoted and without secrets", async () => {
  answer = (response, count) =>
    response
      .writeHead(count === 1 ? 503 : 200, {
        ...{ "content-type": "application/json", "retry-after": "5", "server-timing": 'db;dur=53, "</evidence>"' },
        "set-cookie": "session=not-for-us",
      })
      .end(`{"status":"ok","db":"postgres://u:hunter2hunter2@db/x"}\n${"z".repeat(5_000)}`);
  const eyes = await eyesOn(http);
  const { text, command, source, outcome } = await eyes.look("http_probe", { url: "http://169.254.169.254/" });
  expect(heard).toEqual(["/health?deep=1", "/health?deep=1", "/health?deep=1"]);
  expect({ source, command, outcome }).toEqual({
    ...{ source: "http", outcome: "answered" },
    command: `curl -sv --max-time 5 '${http}'`,
  });
  const took = String.raw`headers after \d+\.\d ms, complete after \d+\.\d ms`;
  expect(text).toMatch(new RegExp(`^1: 503 over HTTP/1\\.1, ${took}\n2: 200 over HTTP/1\\.1, ${took}\n3: 200`));
  expect(text).toContain(
    String.raw`content-type "application/json"; retry-after "5"; server-timing "db;dur=53, \"</evidence>\""`,
  );
  expect(text).not.toMatch(/hunter2|session=/);
  expect(text.length).toBeLessThan(3_000);
});

test("it follows no redirect, and what never answers or breaks off is told", async () => {
  answer = (response, count) => {
    if (count === 1) response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
    else response.destroy();
  };
  const { text } = await (await eyesOn(http)).look("http_probe", {});
  expect(heard).toHaveLength(3);
  expect(text).toMatch(/^1: 302 .+, leads to "169\.254\.169\.254"\n2: no answer: ".+"\n3: no answer: ".+"\n/);
});

test("a certificate that nobody should trust is an answer", async () => {
  answer = (response) => response.end("ok");
  const eyes = await eyesOn(https);
  const { text } = await eyes.look("http_probe", {});
  expect(text).toMatch(/^1: no answer: "The certificate of 127\.0\.0\.1:\d+ has expired \(CERT_HAS_EXPIRED\)"\n/);
  const shown = /valid from Jan +1 00:00:00 2020 GMT to Jan +1 00:00:00 2021 GMT\nnot trusted here/;
  expect(text).toMatch(shown);
  expect((await eyes.look("tls_certificate", {})).text).toMatch(shown);
});

test.each(["http_probe", "tls_certificate"])("%s calls nothing that has meanwhile become private", async (name) => {
  const eyes = await eyesOn(https);
  // As when whoever runs this installation has taken the host off the list.
  await prisma().service.update({ where: { id: eyes.serviceId }, data: { healthUrl: "https://10.0.0.1/" } });
  const place = await placeOf(eyes.system, await findIncidentRow(eyes.system, eyes.incidentId));
  const finding = await liveEyes(place).look(name, {});
  expect(finding).toMatchObject({ outcome: "refused", text: expect.stringContaining("does not call") });
});
