import type { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import type { Effect, Risk } from "../contract";

/** One thing to run. Argument arrays only; there is no shell anywhere. */
export type Command =
  /** A program in the target: inside its container, or on this machine next to its process. */
  | {
      kind: "run";
      argv: string[];
      env?: Record<string, string>;
      timeoutMs: number;
      as?: { uid: number; gid: number };
      leavesDaemon?: boolean;
      /** What the last line of its output is when it worked; for programs that end with code 0 whatever they were answered. */
      answer?: RegExp;
    }
  /** The engine's own restart of the target's container. */
  | { kind: "restart-container"; graceSeconds: number; timeoutMs: number }
  /** The engine's own unpause of the target's container. */
  | { kind: "unpause-container"; timeoutMs: number }
  /** Runs `argv`, which stops the process of this identity. Where nothing runs any more it is not needed; refused where another process does. */
  | {
      kind: "stop-process";
      pidFile: string;
      identity: string;
      argv: string[];
      as?: { uid: number; gid: number };
      timeoutMs: number;
    };

/** What an action works with: the service as it is registered, and the arguments that were approved. */
export type Situation<Params> = { watched: Watched; params: Params };

/** A value that survives JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What was measured before: shown to people as the effect, and compared with a new measurement right before the run. */
export type Preview = { effect: Effect; state: { [key: string]: Json } };

/** Whether an undo is in place, and what was seen, in words. */
export type Confirmation = { ok: boolean; message: string };

/**
 * An entry of the catalog. It says everything about itself; nothing else in the product knows what it does. Commands are built from
 * checked parameters and registered facts alone, never from text of an alert, a log or a model.
 */
export type Action<Params> = {
  id: string;
  title: string;
  /** One or two sentences for the person who decides. */
  description: string;
  risk: Risk;
  params: z.ZodType<Params>;
  /** Whether this action can be used on the service at all. */
  appliesTo(watched: Pick<Watched, "kind" | "target">): boolean;
  /** Arguments to begin with when nobody chose any. */
  defaults?(watched: Watched): Promise<Record<string, unknown>>;
  /** Measures on the live service what the action would change. Throws AppError `conflict` with the reason when it cannot or need not run. */
  preview(situation: Situation<Params>): Promise<Preview>;
  /** What has changed since the preview that the approver should have known; null when it is still what was approved. */
  drift(before: Preview["state"], now: Preview["state"]): string | null;
  /** What to run on the target of this identity: the one that was looked at. */
  commands(situation: Situation<Params>, targetIdentity: string): Command[];
  /** Done right before the first command, such as giving up a reserved connection. */
  prepare?(watched: Watched): Promise<void>;
  expectedResult: string;
  /** How long the service may take to be healthy after the commands; a restart takes longer than a command. */
  settlesWithinMs: number;
  /** The action that brings back what `preview` measured, and its arguments. Its presence is what `reversible` means. */
  undo?: { action: AnyAction; params(before: Preview["state"]): Record<string, unknown> };
  /** Only for the undo of another action: whether it is in place. It is no fix, so health does not judge it and it resolves nothing. */
  confirm?(situation: Situation<Params>): Promise<Confirmation>;
  /** Actions to run when this one does not help; approved together with it. */
  fallback: readonly string[];
};

/** An action with its parameter type closed over: what the registry holds. */
export type AnyAction = Omit<Action<unknown>, "params" | "defaults" | "preview" | "commands" | "undo" | "confirm"> & {
  reversible: boolean;
  /** What its parameters may be, as a JSON Schema. */
  paramsSchema: Record<string, unknown>;
  undoneBy: AnyAction | null;
  /** Arguments to begin with when nobody chose any. Throws AppError `unavailable` when they depend on a service that does not answer. */
  defaults(watched: Watched): Promise<Record<string, unknown>>;
  /** Checks arguments from outside; throws AppError `invalid` with the issues. */
  on(watched: Watched, params: Record<string, unknown>): BoundAction;
};

/** An action with checked arguments on one service. */
export type BoundAction = {
  action: AnyAction;
  params: Record<string, unknown>;
  preview(): Promise<Preview>;
  commands(targetIdentity: string): Command[];
  undo: ((before: Preview["state"]) => BoundAction) | null;
  confirm: (() => Promise<Confirmation>) | null;
};
