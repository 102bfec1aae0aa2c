import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newCertificate } from "@/test/certificate";
import { useClock } from "./clock";
import { connectionFailure } from "./connection-failure";
import { guardedFetch, type Outgoing, Refused, type Resolve, requireCallable } from "./guarded-fetch";
import { allowRuleOf } from "./outbound-allow";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "allowed.test";

// A server inside the network, and what came to it.
const seen: IncomingMessage[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  seen.push(request);
  answer(response);
});
let port: number;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());
afterEach(() => {
  seen.length = 0;
});

const post: Outgoing = { method: "POST", headers: {}, body: "hello", mostBytes: 100 };
/** A name server that gives each of these answers in turn, and the last one from then on. */
const resolving = (...turns: string[][]): Resolve => {
  let turn = 0;
  return (_name, _options, done) => {
    const addresses = turns[Math.min(turn++, turns.length - 1)] ?? [];
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
};

test.each([
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "017700000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "１２７.０.０.１",
  "①②⑦.0.0.1",
  "%31%32%37.0.0.1",
  "0",
  "0.0.0.0",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "10.0.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "168.63.129.16",
  "100.64.0.1",
  "100.100.100.200",
  "192.0.0.192",
  "198.18.0.1",
  "203.0.113.5",
  "224.0.0.1",
  "255.255.255.255",
])("%s is no host to call, over whatever protocol", async (host) => {
  for (const protocol of ["https", "http"]) {
    const url = `${protocol}://${host}:${port}/`;
    await expect(requireCallable(url)).rejects.toThrow(Refused);
    await expect(guardedFetch(url, post)).rejects.toThrow(Refused);
  }
  expect(seen).toHaveLength(0);
});

test.each(["localhost", "localhost.", "LOCALHOST"])("the name %s means this machine, and is refused", async (host) => {
  await expect(guardedFetch(`https://${host}:${port}/`, post)).rejects.toThrow(Refused);
  await expect(requireCallable(`https://${host}:${port}/`)).rejects.toThrow(Refused);
});

test.each(["ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "//example.com", "x", ""])(
  "%j is no address to call",
  async (url) => {
    await expect(guardedFetch(url, post)).rejects.toThrow(Refused);
  },
);

test("an address with a name and a password in it is refused, and they are not repeated", async () => {
  const refusal = guardedFetch("https://allowed.test@93.184.215.14:hunter2@example.com/", post);
  await expect(refusal).rejects.toThrow(Refused);
  await expect(refusal).rejects.not.toThrow(/hunter2/);
});

test("plain http to the public internet is refused, and https is not", async () => {
  await expect(guardedFetch("http://hooks.test/", post, resolving(["93.184.215.14"]))).rejects.toThrow(/https/);
  await expect(requireCallable("http://93.184.215.14/")).rejects.toThrow(/https/);
  await requireCallable("https://93.184.215.14/");
  await requireCallable("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/");
  await requireCallable("https://hooks.test/", resolving(["93.184.215.14"]));
});

test("plain http to a name is refused by its scheme, whatever name servers say, unless the name is listed", async () => {
  const unasked: Resolve = () => {
    throw new Error("Nobody should be asked about it");
  };
  await expect(requireCallable("http://nowhere.test/", unasked)).rejects.toThrow(/https/);
  await expect(guardedFetch("http://nowhere.test/", post, unasked)).rejects.toThrow(/https/);
  await requireCallable("http://allowed.test/", resolving([]));
});

describe("a name that changes what it means", () => {
  test("is refused when it is called, although it was public when it was entered", async () => {
    const resolve = resolving(["93.184.215.14"], ["127.0.0.1"]);
    const url = `https://rebound.test:${port}/`;
    await requireCallable(url, resolve);
    await expect(guardedFetch(url, post, resolve)).rejects.toThrow(Refused);
    expect(seen).toHaveLength(0);
  });

  test("is asked once: what was checked is what is connected to", async () => {
    answer = (response) => response.end("here");
    // Were it asked again, nobody would be there.
    const resolve = resolving(["127.0.0.1"], ["127.0.0.2"]);
    expect(await guardedFetch(`http://allowed.test:${port}/`, post, resolve)).toMatchObject({
      status: 200,
      text: "here",
    });
    expect(seen[0]?.headers.host).toBe(`allowed.test:${port}`);
  });

  test("is refused as soon as one of its addresses is private", async () => {
    const mixed = resolving(["93.184.215.14", "10.0.0.1"]);
    await expect(guardedFetch("https://mixed.test/", post, mixed)).rejects.toThrow(Refused);
    await expect(requireCallable("https://mixed.test/", mixed)).rejects.toThrow(Refused);
  });
});

test("a redirect to the metadata of a cloud is an answer, and is not followed", async () => {
  answer = (response) => response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data/" }).end();
  const got = await guardedFetch(`http://allowed.test:${port}/`, post, resolving(["127.0.0.1"]));
  expect(got.status).toBe(307);
  expect(seen).toHaveLength(1);
});

test("of an endless answer no more is read than was asked for", async () => {
  answer = (response) => {
    response.on("error", () => {});
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  };
  const got = await guardedFetch(`http://allowed.test:${port}/`, post, resolving(["127.0.0.1"]));
  expect(got.text).toHaveLength(100);
});

test("who never answers, and who breaks off, is an error and no refusal", async () => {
  answer = () => {};
  const putBack = useClock({ now: () => new Date(), sleep: () => Promise.resolve() });
  const silent = await guardedFetch(`http://allowed.test:${port}/`, post, resolving(["127.0.0.1"])).catch(
    (error) => error,
  );
  putBack();
  expect(silent.message).toBe("No answer within 10 seconds");
  answer = (response) => {
    response.writeHead(200, { "content-length": 1_000 });
    response.write("half", () => response.destroy());
  };
  const broken = await guardedFetch(`http://allowed.test:${port}/`, post, resolving(["127.0.0.1"])).catch(
    (error) => error,
  );
  expect(broken).toBeInstanceOf(Error);
  for (const error of [silent, broken]) expect(error).not.toBeInstanceOf(Refused);
});

describe("what cannot be reached over TLS says why, without OpenSSL's own words", () => {
  const past = new Date("2020-01-01");
  const [later, latest] = [new Date("2040-01-01"), new Date("2041-01-01")];
  const failureAt = async (tlsServer: Server) => {
    tlsServer.listen(0, "127.0.0.1");
    await once(tlsServer, "listening");
    const { port: tlsPort } = tlsServer.address() as AddressInfo;
    try {
      return await guardedFetch(`https://allowed.test:${tlsPort}/`, post, resolving(["127.0.0.1"])).then(
        () => "an answer",
        ({ message }: Error) => message.replace(`:${tlsPort}`, ""),
      );
    } finally {
      tlsServer.close();
    }
  };

  test.each([
    ["has run out", past, new Date("2021-01-01"), "has expired (CERT_HAS_EXPIRED)"],
    ["is for later", later, latest, "is not valid yet, or a clock is wrong (CERT_NOT_YET_VALID)"],
    ["nobody vouches for", past, latest, "is signed by nobody who is trusted here (DEPTH_ZERO_SELF_SIGNED_CERT)"],
  ])("a certificate that %s", async (_, from, to, words) => {
    const { privateKey, pem } = newCertificate("allowed.test", from, to);
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const failure = await failureAt(createSecureServer({ key, cert: pem }));
    expect(failure).toBe(`The certificate of allowed.test ${words}`);
  });

  test("a port that speaks plain http, or nothing that TLS could be made with", async () => {
    expect(await failureAt(createServer())).toBe(
      "What answers at allowed.test does not speak TLS; look at the port, and at the https:// before it (EPROTO)",
    );
    expect(await failureAt(createSecureServer())).toMatch(
      /^allowed\.test and Nightshift could not agree on how to speak TLS: [\w/ ]+ \(E\w+\)$/,
    );
  });

  test("a certificate for another name", () => {
    const certificate = { subject: {}, subjectaltname: "DNS:other.test" } as PeerCertificate;
    const failure = checkServerIdentity("hooks.test", certificate);
    expect(failure && connectionFailure(failure, "hooks.test").message).toBe(
      "The certificate of hooks.test is not for this name, but for DNS:other.test (ERR_TLS_CERT_ALTNAME_INVALID)",
    );
  });
});

test("the list is read exactly, or not at all", () => {
  for (const good of [
    "hooks.internal",
    "hooks.internal:8443",
    "10.0.0.0/8",
    "10.1.2.3:80",
    "[fd00::1]:8080",
    "fd00::/8",
    "::1",
  ])
    expect(allowRuleOf(good), good).not.toBeNull();
  for (const bad of [
    "http://x",
    "10.0.0.0/33",
    "10.0.0.0/",
    "x:0",
    "x:99999",
    "*.internal",
    "a b",
    "[x]:80",
    "1.2.3.4/8/8",
  ])
    expect(allowRuleOf(bad), bad).toBeNull();
});
