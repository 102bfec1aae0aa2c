import type { z } from "zod";
import type { Permission, Scope } from "../auth/contract";
import type { ErrorCode } from "../platform/contract";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

/** The names in braces of a path: `id` and `key` of `/things/{id}/keys/{key}`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<Rest>
  : Record<never, string>;

/** An answer that is not JSON in the envelope: what is sent instead. */
export type Stream = { contentType: string; description: string };
export const streamOf = (contentType: string, description: string): Stream => ({ contentType, description });
export const isStream = (answer: z.ZodType | Stream): answer is Stream => "contentType" in answer;

/** A call that the document shows and a test makes. A value `{incident_id}` stands for the id of something that is there. */
export type Example = {
  summary: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** What it is answered with when that is not the endpoint's own status. */
  status?: number;
};

export type Endpoint<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType | Stream = z.ZodType | Stream,
> = {
  method: Method;
  /** Under `/api/v1`; parts in braces are handed to the verb by name. */
  path: Path;
  area: string;
  /** What an API key needs. `person`: only a signed-in person may call it. `anyone`: no login. */
  scope: Scope | "person" | "anyone";
  /** What a person's role must allow, where that is more than the scope says. */
  needs?: Permission;
  summary: string;
  description?: string;
  query?: Query;
  body?: Body;
  answer: Answer;
  /** Sent instead of JSON to who asks for it by `Accept`. */
  stream?: Stream;
  status: 200 | 201 | 202;
  message: string;
  /** Refusals besides those that follow from the rest: see `refusalsOf`. */
  refusals: readonly ErrorCode[];
  examples: readonly Example[];
};

type Definition<P extends string, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType | Stream> = Omit<
  Endpoint<P, Q, B, A>,
  "status" | "message" | "refusals" | "examples"
> &
  Partial<Pick<Endpoint<P, Q, B, A>, "status" | "message" | "refusals" | "examples">>;

/** The one definition of an endpoint: its route is checked and typed by it, and the OpenAPI document and the client are made of it. */
export function endpoint<
  const P extends string,
  A extends z.ZodType | Stream,
  S extends Endpoint["scope"],
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B, A> & { scope: S }): Endpoint<P, Q, B, A> & { scope: S } {
  return { status: 200, message: "OK", refusals: [], examples: [], ...definition };
}

/** The names in braces of a path. */
export const paramNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

/** Every refusal that an endpoint may answer with. */
export function refusalsOf(one: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(["unavailable", "internal", ...one.refusals]);
  if (one.scope !== "anyone") codes.add("unauthorized").add("forbidden").add("limited");
  if (paramNames(one.path).length > 0) codes.add("not_found");
  if (one.query || one.body) codes.add("invalid");
  if (one.method !== "GET") codes.add("malformed").add("too_large").add("conflict");
  return [...codes].sort();
}
