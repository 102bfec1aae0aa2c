import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import type { OpenedIntegration } from "@/lib/integrations";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

// Only Amazon can sign for CloudWatch, so `npm run simulate` signs with a key of its own, which the demo's integration keeps as its secret.
// Its messages name a certificate at an address that no message of Amazon's names, so what proves those stays as it is; and it is believed
// in the demo organization only, while the operator has demo mode on. Whoever has the key has the demo's API key, too: both are in demo.json.

export const SIMULATOR_CERTIFICATE = "https://sns.us-east-1.amazonaws.com/nightshift-simulator.pem";

/** A new key to sign with, as the text that an integration keeps as its secret. */
export const newSimulatorKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2_048 })
    .privateKey.export({ type: "pkcs8", format: "der" })
    .toString("base64");

/** The key in a text, or null when it is none. */
export function simulatorKeyIn(secret: string | undefined): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(secret ?? "", "base64"), type: "pkcs8", format: "der" });
    return key.asymmetricKeyType === "rsa" ? key : null;
  } catch {
    return null;
  }
}

/** As Amazon signs in version 2. */
export const signAsSimulator = (key: KeyObject, text: string): string =>
  sign("sha256", Buffer.from(text), key).toString("base64");

type Simulated = { type: string; version: unknown; text: string; signature: string };
type Integration = Pick<OpenedIntegration, "organizationId" | "secrets">;

/** Why this integration does not believe what the simulator has signed, in words; null when it does. Asks for the right to be believed first. */
export async function whySimulatorIsNot(
  { organizationId, secrets }: Integration,
  message: Simulated,
): Promise<string | null> {
  if (env().NIGHTSHIFT_DEMO !== "1") return "the simulator signed it, which is believed in demo mode only";
  const isDemo = (await prisma().organization.count({ where: { id: organizationId, isDemo: true } })) > 0;
  if (!isDemo) return "the simulator signed it, which is believed in the demo organization only";
  // A subscription would send us to an address.
  if (message.type !== "Notification") return "the simulator may sign notifications only";
  const key = simulatorKeyIn(secrets[0]);
  if (key === null) return "the simulator signed it, and this integration has no key of it";
  const { text, signature, version } = message;
  const fits =
    version === "2" && verify("sha256", Buffer.from(text), createPublicKey(key), Buffer.from(signature, "base64"));
  return fits ? null : "its signature was not made with the simulator's key in demo.json, or it was changed on the way";
}
