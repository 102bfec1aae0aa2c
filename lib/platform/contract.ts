import { z } from "zod";

/** The closed set of refusals. Each maps to one HTTP status. */
export const errorStatus = {
  invalid: 422,
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  limited: 429,
  unavailable: 503,
  internal: 500,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/**
 * Nightshift's own pages name in it the organization that they were opened in: a session goes to another one in every tab at once, and
 * what was begun for one must not be saved into the other.
 */
export const OPENED_IN_HEADER = "X-Nightshift-Organization";

/** Answers of the API. `T` is what the endpoint documents under `data`. */
export type Success<T> = { success: true; message: string; data: T };
export const Failure = z
  .object({
    success: z.literal(false),
    error: z.string().describe("What went wrong and what to do, for the person who reads it"),
    details: z.record(z.string(), z.unknown()).describe("For `invalid`: `issues`, each with `path` and `message`"),
    request_id: z.string().describe("Also in the header `X-Request-Id`, and in the log"),
  })
  .meta({ id: "Failure" });
export type Failure = z.infer<typeof Failure>;
export type Envelope<T> = Success<T> | Failure;

export type Page<T> = { items: T[]; total: number; page: number; page_size: number; has_next: boolean };
/** The schema of a page of these. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.number().int(),
    page: z.number().int(),
    page_size: z.number().int(),
    has_next: z.boolean(),
  });

export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(20),
});

/** A time on the wire: ISO 8601 in UTC with milliseconds. */
export const IsoTime = z.iso.datetime();
export type IsoTime = string;

/** `updated_at` of what a caller has read and now changes. */
export const ReadAt = IsoTime.describe(
  "As you read it: then a change that somebody made since is not overwritten, and the 409 has in `details.current` what it says now. Left out, nothing is compared.",
);

/** A time as callers send it: with any offset. */
export const SentTime = z.iso.datetime({ offset: true, error: "Write a time with its zone, as 2026-11-21T03:00:00Z" });
