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

/** Answers of the API. `T` is what the endpoint documents under `data`. */
export type Success<T> = { success: true; message: string; data: T };
export type Failure = { success: false; error: string; details: Record<string, unknown>; request_id: string };
export type Envelope<T> = Success<T> | Failure;

export type Page<T> = { items: T[]; total: number; page: number; page_size: number; has_next: boolean };

export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(20),
});

/** A time on the wire: ISO 8601 in UTC with milliseconds. */
export type IsoTime = string;
