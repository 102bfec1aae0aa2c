import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { registerSecret } from "@/lib/platform/redact";

const Secrets = z.object({
  /** Of the superuser `postgres`. */
  postgres: z.string().min(8),
  /** Of the application's role `testuser`. */
  testuser: z.string().min(8),
});
export type Secrets = z.infer<typeof Secrets>;

/** The passwords of the practice Postgres, made at the first start and kept in `<folder>/secrets.json`, which only its owner can read. */
export function loadSecrets(folder: string): Secrets {
  const file = join(folder, "secrets.json");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) {
    const fresh: Secrets = { postgres: randomBytes(24).toString("hex"), testuser: randomBytes(24).toString("hex") };
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  }
  const secrets = Secrets.parse(JSON.parse(readFileSync(file, "utf8")));
  registerSecret(secrets.postgres);
  registerSecret(secrets.testuser);
  return secrets;
}
