import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { newToken } from "@/lib/platform/crypto";
import { registerSecret } from "@/lib/platform/redact";
import { readPrivate, writePrivate } from "./home";

const Secrets = z.object({
  nightshift_secret: z.string().min(32),
  postgres_password: z.string().min(16),
  demo_api_key: z.string().min(16),
});
export type Secrets = z.infer<typeof Secrets>;

/** The secrets that an earlier start has made, or null. Throws when some are missing. */
export function storedSecrets(home: string): Secrets | null {
  const path = join(home, "secrets.json");
  const stored = readPrivate(path);
  if (stored === null) return null;
  const parsed = Secrets.safeParse(stored);
  if (!parsed.success)
    throw new Error(`${path} is not complete; restore it from a backup, or move ${home} away to start anew`);
  for (const value of Object.values(parsed.data)) registerSecret(value);
  return parsed.data;
}

/** The secrets of this installation, made at the first start and kept in `secrets.json`; none is ever printed. */
export function secretsOf(home: string): { secrets: Secrets; areNew: boolean } {
  const stored = storedSecrets(home);
  if (stored) return { secrets: stored, areNew: false };
  const secrets = {
    nightshift_secret: randomBytes(32).toString("hex"),
    postgres_password: randomBytes(24).toString("hex"),
    demo_api_key: newToken("ns"),
  };
  writePrivate(join(home, "secrets.json"), secrets);
  for (const value of Object.values(secrets)) registerSecret(value);
  return { secrets, areNew: true };
}
