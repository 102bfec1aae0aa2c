import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenedIntegration } from "@/lib/integrations";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newOrganization } from "@/test/organization";
import { arrivedOf, integrationOf, NOW } from "../sources.fixture";
import { proveWith } from "./prove";
import { cloudwatchSample } from "./sample";
import { newSimulatorKey, SIMULATOR_CERTIFICATE } from "./simulator";

const key = newSimulatorKey();
const occasion = {
  ...{ state: "firing" as const, title: "High CPU", service: "checkout", severity: "high" as const },
  ...{ dedupKey: "Q1", at: NOW, secret: key },
};
const sample = cloudwatchSample(occasion).body;
const fields: Record<string, string> = JSON.parse(sample.toString());

let demo: OpenedIntegration;
let real: OpenedIntegration;
beforeAll(async () => {
  const [demoId, realId] = [(await newOrganization()).id, (await newOrganization()).id];
  await prisma().organization.update({ where: { id: demoId }, data: { isDemo: true } });
  const integration = integrationOf("cloudwatch", { secrets: [key] });
  demo = { ...integration, organizationId: demoId };
  real = { ...integration, organizationId: realId };
});
afterAll(closeDatabase);

/** Nobody is asked for a certificate. */
const prove = proveWith(async () => {
  throw new Error("A certificate was fetched");
});
const proofIn = (mode: "0" | "1", integration: OpenedIntegration, body: unknown = sample) => {
  env().NIGHTSHIFT_DEMO = mode;
  return prove(arrivedOf(body), integration);
};

test("what the simulator signs is believed in the demo organization, in demo mode, and nowhere else", async () => {
  expect(fields.SigningCertURL).toBe(SIMULATOR_CERTIFICATE);
  expect(await proofIn("1", demo)).toEqual({ isProven: true });
  const refused = { isProven: false, why: expect.stringContaining("the simulator signed it") };
  expect(await proofIn("0", demo)).toEqual(refused);
  expect(await proofIn("1", real)).toEqual(refused);
  expect(await proofIn("1", { ...demo, secrets: [] })).toEqual(refused);
});

test("with another key, another text, another version or another kind of message it is not", async () => {
  const subscription = { ...fields, Type: "SubscriptionConfirmation", Token: "x", SubscribeURL: "https://x" };
  for (const body of [
    cloudwatchSample({ ...occasion, secret: newSimulatorKey() }).body,
    { ...fields, Message: "{}" },
    { ...fields, SignatureVersion: "1" },
    { ...fields, Signature: "%%%" },
    subscription,
  ])
    expect(await proofIn("1", demo, body)).toMatchObject({ isProven: false });
  // At Amazon's address the simulator's key is no proof.
  const elsewhere = { ...fields, SigningCertURL: SIMULATOR_CERTIFICATE.replace("nightshift-simulator", "other") };
  expect(await proofIn("1", demo, elsewhere)).toMatchObject({ isProven: false, isForNow: true });
});
