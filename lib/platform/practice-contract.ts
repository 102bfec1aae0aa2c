import { z } from "zod";

// What the sandbox's control server says over loopback HTTP, to whoever holds the key derived for `sandbox`.

/** A practice service as people see it. The product learns scenarios from here and knows none by name. */
export const PracticeService = z.object({
  service: z.string(),
  kind: z.enum(["redis", "postgres"]),
  mode: z.enum(["docker", "process"]),
  state: z.enum(["running", "stopped", "unavailable"]),
  /** What to type when the state is `unavailable`. */
  hint: z.string().nullable(),
  scenarios: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      /** Whether the sandbox is doing this right now. */
      active: z.boolean(),
    }),
  ),
});
export type PracticeService = z.infer<typeof PracticeService>;

/** How a local server process is found, stopped and started again. All commands are argument arrays. */
export const ProcessTarget = z.object({
  /** The server's process id is on the first line of this file. */
  pid_file: z.string(),
  start: z.array(z.string()).min(1),
  /** Null: send SIGTERM. */
  stop: z.array(z.string()).min(1).nullable(),
  run_as: z.object({ uid: z.number().int(), gid: z.number().int() }).nullable(),
});
export type ProcessTarget = z.infer<typeof ProcessTarget>;

/** The same service as the product must know it to watch it and act on it. Holds a password: never sent to a browser. */
export const PracticeTarget = z.object({
  service: z.string(),
  kind: z.enum(["redis", "postgres"]),
  target: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("docker"), name: z.string() }),
    z.object({ kind: z.literal("process"), name: z.string(), config: ProcessTarget }),
    z.object({ kind: z.literal("none"), name: z.string() }),
  ]),
  connection: z.object({
    host: z.string(),
    port: z.number().int(),
    database: z.string().nullable(),
    /** The agent's own role: on Postgres a superuser, so that reserved slots are left for it. */
    username: z.string().nullable(),
    password: z.string().nullable(),
    /** An ordinary role, as an application would use: what it is refused is the service's real refusal. */
    app_username: z.string().nullable().default(null),
    app_password: z.string().nullable().default(null),
  }),
  hint: z.string().nullable(),
});
export type PracticeTarget = z.infer<typeof PracticeTarget>;
