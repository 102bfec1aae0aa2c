import { forbidden } from "@/lib/platform/errors";
import { type Permission, type Role, roleMay, type Scope, scopeMay } from "./contract";

/** Who does something. `system` carries the loop's name, `agent` the diagnosis's or execution's id. */
export type Actor =
  | { kind: "user"; id: string; name: string }
  | { kind: "apiKey"; id: string; name: string }
  | { kind: "webhook"; id: string; name: string }
  | { kind: "system"; id: string; name: string }
  | { kind: "agent"; id: string; name: string };

/** Where a call comes from, as far as it is known: see `app/_http/origin.ts`. */
export type Origin = { address: string | null; userAgent: string | null };

/** On whose behalf a verb runs: the organization it may touch, the actor that is recorded, and the role that decides. */
export type Ctx = {
  organizationId: string;
  actor: Actor;
  /** What a person is in the organization; null for everybody else. */
  role: Role | null;
  /** What an API key may do; null for everybody else. `system` and `agent` have neither: their rights come from the code that starts them. */
  scope: Scope | null;
  requestId: string | null;
  /** The browser session, where a person calls through one. */
  sessionId?: string;
  /** The API key behind the call; it stays when an agent goes on in the caller's place. */
  keyId?: string;
  origin?: Origin;
};

/** A context for one of the worker's loops. It may do what a loop does, and never what a person must decide: see `requirePerson`. */
export const systemCtx = (organizationId: string, loop: string): Ctx => ({
  organizationId,
  actor: { kind: "system", id: loop, name: "Nightshift" },
  role: null,
  scope: null,
  requestId: null,
});

/**
 * A context for what comes in through an integration: `name` is who did it at the source, and the source. What it may do is what the
 * integration's code does: it passes no `require`.
 */
export const webhookCtx = (organizationId: string, integrationId: string, name: string): Ctx => ({
  organizationId,
  actor: { kind: "webhook", id: integrationId, name },
  role: null,
  scope: null,
  requestId: null,
});

/** Throws `forbidden` unless the person's role, or the key's scope, has the permission. */
export function require(ctx: Ctx, permission: Permission): void {
  if (may(ctx, permission)) return;
  const { actor, role, scope } = ctx;
  const what =
    actor.kind === "apiKey" ? `The scope of this API key (${scope})` : `Your role${role ? ` (${role})` : ""}`;
  throw forbidden(`${what} does not allow this; it needs the right to ${permission}`);
}

function may(ctx: Ctx, permission: Permission): boolean {
  const isOurs = ctx.actor.kind === "system" || ctx.actor.kind === "agent";
  return callerMay(ctx, permission) || (ctx.role === null && isOurs);
}

/** Whether the caller's role or scope includes the permission. What runs by itself has neither, and is answered false. */
export function callerMay({ actor, role, scope }: Ctx, permission: Permission): boolean {
  if (actor.kind === "apiKey") return scope !== null && scopeMay(scope, permission);
  return role !== null && roleMay(role, permission);
}

/** The id of the person who calls. Throws `forbidden` for everything that is not a signed-in person. */
export function requireUser(ctx: Ctx): string {
  if (ctx.actor.kind !== "user") throw forbidden("Only a person who is signed in can do this; an API key cannot");
  return ctx.actor.id;
}

/** Like `require`, and the actor must be a person or an API key that a person made: a loop can never approve. */
export function requirePerson(ctx: Ctx, permission: Permission): void {
  if (ctx.actor.kind !== "user" && ctx.actor.kind !== "apiKey") throw forbidden("Only a person can decide this");
  require(ctx, permission);
}
