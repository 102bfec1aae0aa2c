import { resolve } from "node:path";
import { z } from "zod";
import { allowRuleOf } from "./outbound-allow";

const optional = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const quota = (usual: number) =>
  z.preprocess((value) => (value === "" ? undefined : value), z.coerce.number().int().min(1).default(usual));

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** What belongs together: all of a group is set, or nothing of it. */
const providerGroups = [
  ["NIGHTSHIFT_GITHUB_ID", "NIGHTSHIFT_GITHUB_SECRET"],
  ["NIGHTSHIFT_GOOGLE_ID", "NIGHTSHIFT_GOOGLE_SECRET"],
  ["NIGHTSHIFT_OIDC_ISSUER", "NIGHTSHIFT_OIDC_ID", "NIGHTSHIFT_OIDC_SECRET"],
] as const;

const Env = z
  .object({
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
    /** Names besides that of NIGHTSHIFT_URL, `localhost` and addresses by which the web process may be asked for. */
    NIGHTSHIFT_HOSTS: z
      .string()
      .default("")
      .transform((list) => list.split(",").map((name) => name.trim().toLowerCase()))
      .transform((list) => list.filter((name) => name !== ""))
      .refine(
        (list) => list.every((name) => HOST_NAME.test(name)),
        "must be host names such as nightshift.internal, without a port, separated by commas",
      ),
    NIGHTSHIFT_SANDBOX: z.enum(["docker", "process", "off"]).optional(),
    /** Where the sandbox's control server listens; absent when there is no sandbox. */
    NIGHTSHIFT_SANDBOX_URL: optional(z.url()),
    NIGHTSHIFT_DEMO: z.enum(["0", "1"]).default("0"),
    /**
     * How many proxies of yours stand in front of the web process. Each adds the address it was called from to X-Forwarded-For; what stands
     * further left is the caller's own claim. 0: the header is not read at all.
     */
    NIGHTSHIFT_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    /** Calls an hour: of one API key, of all keys of an organization together, and of one person (changes, and as many reads besides). */
    NIGHTSHIFT_CALLS_PER_KEY: quota(1_000),
    NIGHTSHIFT_CALLS_PER_ORGANIZATION: quota(20_000),
    NIGHTSHIFT_CALLS_PER_PERSON: quota(20_000),
    /** Webhooks an hour of one integration, at one web process. */
    NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION: quota(10_000),
    /** Open sockets of one API key. */
    NIGHTSHIFT_SOCKETS_PER_KEY: quota(10),
    /** Other sites whose pages may call the API, with an API key: origins like `https://status.example.com`, separated by commas. */
    NIGHTSHIFT_CORS_ORIGINS: z
      .string()
      .default("")
      .transform((list) => list.split(",").map((origin) => origin.trim()))
      .transform((list) => list.filter((origin) => origin !== ""))
      .refine((list) => list.every(isOrigin), "must be origins such as https://status.example.com, without a path"),
    /** Hosts and ranges that outgoing calls may go to although they are private or plain http: see lib/platform/outbound-allow. */
    NIGHTSHIFT_OUTBOUND_ALLOW: z
      .string()
      .default("")
      .transform((list) => list.split(",").map((entry) => entry.trim()))
      .transform((list) => list.filter((entry) => entry !== "").map(allowRuleOf))
      .refine(
        (rules) => rules.every((rule) => rule !== null),
        "must be hosts, addresses or ranges such as hooks.internal:8443 or 10.0.0.0/8, separated by commas",
      )
      .transform((rules) => rules.filter((rule) => rule !== null)),
    /** With a key, Claude investigates; without one, the rules speak alone. */
    ANTHROPIC_API_KEY: optional(z.string()),
    /** Where the Messages API is, when it is not Anthropic's own address. */
    ANTHROPIC_BASE_URL: optional(z.url()),
    NIGHTSHIFT_MODEL: z
      .string()
      .transform((model) => model || "claude-opus-5-5")
      .default("claude-opus-5-5"),
    /** Ways to sign in besides the password; each is there when its id and its secret are. */
    NIGHTSHIFT_GITHUB_ID: optional(z.string()),
    NIGHTSHIFT_GITHUB_SECRET: optional(z.string()),
    NIGHTSHIFT_GOOGLE_ID: optional(z.string()),
    NIGHTSHIFT_GOOGLE_SECRET: optional(z.string()),
    NIGHTSHIFT_OIDC_ISSUER: optional(z.url()),
    NIGHTSHIFT_OIDC_ID: optional(z.string()),
    NIGHTSHIFT_OIDC_SECRET: optional(z.string()),
    /** What its button says. */
    NIGHTSHIFT_OIDC_NAME: optional(z.string()),
  })
  .superRefine((values, context) => {
    for (const group of providerGroups) {
      const missing = group.filter((name) => !values[name]);
      if (missing.length === 0 || missing.length === group.length) continue;
      for (const name of missing) {
        const others = group.filter((other) => !missing.includes(other)).join(" and ");
        context.addIssue({ code: "custom", path: [name], message: `is needed beside ${others}` });
      }
    }
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
