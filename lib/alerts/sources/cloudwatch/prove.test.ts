import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { newAmazon, signedBy } from "./amazon.fixture";
import { certificateUrl } from "./amazon-url";
import { confirmSubscription } from "./confirm-subscription";
import { certificateFetcher, getText } from "./fetch-certificate";
import { proveWith } from "./prove";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const amazon = newAmazon(inDays(-1), inDays(1));
const pems: Record<string, string> = {
  "/good.pem": amazon.pem,
  "/expired.pem": newAmazon(inDays(-9), inDays(-1)).pem,
  "/early.pem": newAmazon(inDays(1), inDays(9)).pem,
  "/curve.pem": newAmazon(inDays(-1), inDays(1), "ec").pem,
  "/rubbish.pem": "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----",
  "/huge.pem": "x".repeat(70_000),
};

let server: Server;
let base: string;
let asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    if (path === "/moved.pem") return response.writeHead(302, { location: "/good.pem" }).end();
    // Never ends.
    if (path === "/slow.pem") return response.writeHead(200).write("-----BEGIN");
    response.writeHead(pems[path] ? 200 : 404).end(pems[path]);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms";
const CERTIFICATE = "https://sns.us-east-1.amazonaws.com/good.pem";
const notification = {
  Type: "Notification",
  MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
  TopicArn: TOPIC,
  Subject: 'ALARM: "high cpu"',
  Message: '{"AlarmName":"high cpu ü"}',
  Timestamp: "2026-03-01T12:00:00.000Z",
};
const { Subject, ...withoutSubject } = notification;
const confirmation = {
  ...withoutSubject,
  Type: "SubscriptionConfirmation",
  Token: "2336412f37",
  SubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37",
};

/** Amazon's host, stood in for at the wire. */
const newProve = () => proveWith(certificateFetcher((url) => getText(new URL(url.pathname, base))));
const proofOf = (message: object, { topics = [TOPIC], prove = newProve() } = {}) =>
  prove(
    arrivedOf({ SigningCertURL: CERTIFICATE, ...message }),
    integrationOf("cloudwatch", { config: { topic_arns: topics } }),
  );

describe("a message that Amazon signed", () => {
  test.each([
    ["a notification", notification],
    ["one without a subject", withoutSubject],
    ["a subscription to confirm", confirmation],
    ["the end of a subscription", { ...confirmation, Type: "UnsubscribeConfirmation" }],
  ])("%s proves itself, by either version", async (_, fields) => {
    expect(await proofOf(signedBy(amazon, fields, "1"))).toEqual({ isProven: true });
    expect(await proofOf(signedBy(amazon, fields, "2"), { topics: [] })).toEqual({ isProven: true });
  });

  test("of a topic that is not expected does not, and nothing is fetched for it", async () => {
    const other = signedBy(amazon, { ...notification, TopicArn: `${TOPIC}2` });
    expect(await proofOf(other)).toMatchObject({ isProven: false, why: expect.stringContaining("TopicArn") });
    expect(asked).toEqual([]);
  });
});

describe("a message that Amazon did not sign", () => {
  const signed = signedBy(amazon, notification, "2");

  test.each([
    ["another text", { ...signed, Message: "{}" }],
    ["another subject", { ...signed, Subject: "x" }],
    ["no subject any more", { ...withoutSubject, SignatureVersion: "2", Signature: signed.Signature }],
    ["another type", { ...signed, Type: "SubscriptionConfirmation", Token: "x", SubscribeURL: "https://evil.example" }],
    ["another version", { ...signed, SignatureVersion: "1" }],
    ["a version that is not known", { ...signed, SignatureVersion: "3" }],
    ["no signature", { ...signed, Signature: undefined }],
    ["a signature that is none", { ...signed, Signature: "%%%" }],
    ["another key", signedBy(newAmazon(inDays(-1), inDays(1)), notification, "2")],
    ["a key that is not Amazon's kind", { ...signed, SigningCertURL: CERTIFICATE.replace("good", "curve") }],
    ["no message at all", { alert: 1 }],
  ])("%s: does not prove itself", async (_, message) => {
    expect(await proofOf(message)).toMatchObject({ isProven: false });
  });

  test.each(["expired", "early"])("a certificate that is %s proves nothing", async (which) => {
    const proof = await proofOf({ ...signed, SigningCertURL: CERTIFICATE.replace("good", which) });
    expect(proof).toMatchObject({ isProven: false, why: expect.stringContaining("not valid today") });
  });
});

test("a certificate is Amazon's to serve, in every spelling", () => {
  // Some programs read the host behind the @; what is fetched is what was checked.
  expect(certificateUrl("https://sns.us-east-1.amazonaws.com\\@evil.example/a.pem")?.host).toBe(
    "sns.us-east-1.amazonaws.com",
  );
  for (const right of [
    CERTIFICATE,
    "https://sns.cn-north-1.amazonaws.com.cn/a.pem",
    "HTTPS://SNS.eu-west-1.AMAZONAWS.com:443/a.pem",
  ])
    expect(certificateUrl(right), right).not.toBeNull();
  for (const wrong of [
    "http://sns.us-east-1.amazonaws.com/a.pem",
    "https://sns.us-east-1.amazonaws.com.evil.example/a.pem",
    "https://evil.example/sns.us-east-1.amazonaws.com/a.pem",
    "https://sns.us-east-1.amazonaws.com@evil.example/a.pem",
    "https://user@sns.us-east-1.amazonaws.com/a.pem",
    "https://sns.us-east-1.amazonaws.com:8443/a.pem",
    "https://sns.us-east-1.amazonaws.com./a.pem",
    "https://sns.evil.us-east-1.amazonaws.com/a.pem",
    "https://s3.us-east-1.amazonaws.com/a.pem",
    "https://sns.us-east-1.amazonaws.com/a.pem?x",
    "https://sns.us-east-1.amazonaws.com/a.pem#x",
    "https://sns.us-east-1.amazonaws.com/a.pem/x",
    "https://sns.us-east-1.amazonaws.com/?a.pem",
    "https://127.0.0.1/a.pem",
    "a.pem",
    "",
    null,
    7,
  ])
    expect(certificateUrl(wrong), String(wrong)).toBeNull();
});

describe("the certificate", () => {
  const signed = signedBy(amazon, notification);

  test("is fetched once, however many ask at the same time", async () => {
    const prove = newProve();
    const proofs = await Promise.all(Array.from({ length: 20 }, () => proofOf(signed, { prove })));
    expect(proofs.every(({ isProven }) => isProven)).toBe(true);
    expect(await proofOf(signed, { prove })).toEqual({ isProven: true });
    expect(asked).toEqual(["/good.pem"]);
  });

  test.each(["moved", "huge", "rubbish", "absent"])(
    "that is %s: the sender should try again, and we do not at once",
    async (which) => {
      const prove = newProve();
      const message = { ...signed, SigningCertURL: CERTIFICATE.replace("good", which) };
      for (let i = 0; i < 3; i++)
        expect(await proofOf(message, { prove })).toMatchObject({ isProven: false, isForNow: true });
      expect(asked).toEqual([`/${which}.pem`]);
      expect(await proofOf(signed, { prove })).toEqual({ isProven: true });
    },
  );

  test("that never ends is given up", async () => {
    const message = { ...signed, SigningCertURL: CERTIFICATE.replace("good", "slow") };
    expect(await proofOf(message)).toMatchObject({ isProven: false, isForNow: true });
  });

  test("from many addresses is fetched from four at a time", async () => {
    const prove = newProve();
    const many = Array.from({ length: 30 }, (_, i) => ({
      ...signed,
      SigningCertURL: CERTIFICATE.replace("good", `x${i}`),
    }));
    await Promise.all(many.map((message) => proofOf(message, { prove })));
    expect(asked).toHaveLength(4);
  });
});

test("nobody but Amazon is visited to confirm a subscription", async () => {
  for (const url of [
    `${base}/confirm`,
    "https://evil.example/?x=sns.us-east-1.amazonaws.com",
    "http://sns.us-east-1.amazonaws.com/",
    "",
  ])
    await expect(confirmSubscription(url)).rejects.toThrow("no address of Amazon SNS");
  expect(asked).toEqual([]);
});
