import { resolve } from "node:path";
import { z } from "zod";

const optional = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const Env = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgresql://"),
  NIGHTSHIFT_SECRET: z.string().min(32, "must have at least 32 characters; `openssl rand -hex 32` makes one"),
  NIGHTSHIFT_HOME: z
    .string()
    .default(".nightshift")
    .transform((path) => resolve(path)),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  /** The address the web process listens on. Without it: this machine only in demo mode, else every address. */
  NIGHTSHIFT_LISTEN: optional(z.string()),
  /** The address people type; sessions and links are bound to it. */
  NIGHTSHIFT_URL: optional(z.url()),
  NIGHTSHIFT_SANDBOX: z.enum(["docker", "process", "off"]).optional(),
  /** Where the sandbox's control server listens; absent when there is no sandbox. */
  NIGHTSHIFT_SANDBOX_URL: optional(z.url()),
  NIGHTSHIFT_DEMO: z.enum(["0", "1"]).default("0"),
});
export type Env = z.infer<typeof Env>;

let parsed: Env | undefined;

/** The environment, parsed at the first call. Throws one line that names each wrong variable and what is wrong with it. */
export function env(): Env {
  if (!parsed) {
    const result = Env.safeParse(process.env);
    if (!result.success) {
      const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
      throw new Error(`The environment is not usable: ${faults.join("; ")}`);
    }
    parsed = result.data;
  }
  return parsed;
}
