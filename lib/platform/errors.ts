import type { ErrorCode } from "./contract";

/**
 * A refusal: thrown by verbs, turned into an HTTP answer once, in `app/_http`. The message is written for the person who reads it and
 * says what to do; `details` are safe to show. A failure that is expected (a command that exits 1) is a result, never an AppError.
 */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "AppError";
  }
}

type Details = Record<string, unknown>;
export const notFound = (what: string) => new AppError("not_found", `${what} was not found`);
export const forbidden = (message: string) => new AppError("forbidden", message);
export const unauthorized = (message: string) => new AppError("unauthorized", message);
export const conflict = (message: string, details?: Details) => new AppError("conflict", message, details);
export const invalid = (message: string, details?: Details) => new AppError("invalid", message, details);
export const limited = (message: string, retryAfterSeconds: number, details?: Details) =>
  new AppError("limited", message, { ...details, retry_after_seconds: retryAfterSeconds });
export const unavailable = (message: string, details?: Details, options?: ErrorOptions) =>
  new AppError("unavailable", message, details, options);

/** The text of anything thrown, for a log or an error line; never a stack. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(errorText).join("; ");
  return error instanceof Error ? error.message : String(error);
}
