import { forbidden } from "@/lib/platform/errors";
import { type Permission, type Role, roleMay } from "./contract";

/** Who does something. `system` carries the loop's name, `agent` the diagnosis's or execution's id. */
export type Actor =
  | { kind: "user"; id: string; name: string }
  | { kind: "apiKey"; id: string; name: string }
  | { kind: "webhook"; id: string; name: string }
  | { kind: "system"; id: string; name: string }
  | { kind: "agent"; id: string; name: string };

/** On whose behalf a verb runs: the organization it may touch, the actor that is recorded, and the role that decides. */
export type Ctx = {
  organizationId: string;
  actor: Actor;
  /** Null for `system` and `agent`, whose rights come from the code that starts them. */
  role: Role | null;
  requestId: string | null;
};

/** A context for one of the worker's loops. It may do what a loop does, and never what a person must decide: see `requirePerson`. */
export const systemCtx = (organizationId: string, loop: string): Ctx => ({
  organizationId,
  actor: { kind: "system", id: loop, name: "Nightshift" },
  role: null,
  requestId: null,
});

/** Throws `forbidden` unless the context's role has the permission. */
export function require(ctx: Ctx, permission: Permission): void {
  if (ctx.role === null ? ctx.actor.kind === "system" || ctx.actor.kind === "agent" : roleMay(ctx.role, permission))
    return;
  throw forbidden(
    `Your role${ctx.role ? ` (${ctx.role})` : ""} does not allow this; it needs the right to ${permission}`,
  );
}

/** Like `require`, and the actor must be a person or an API key that a person made: a loop can never approve. */
export function requirePerson(ctx: Ctx, permission: Permission): void {
  if (ctx.role === null) throw forbidden("Only a person can decide this");
  require(ctx, permission);
}
