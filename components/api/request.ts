import type { Envelope } from "@/lib/platform/contract";

/** A refusal by the server, in the server's words; or, with status 0, no answer at all. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly details: Record<string, unknown> = {},
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Calls the REST API with the browser's session and returns what the envelope carries. Throws `ApiError`. */
export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("Nightshift did not answer. Check the connection and try again.", 0);
  }
  if (response.status === 401) goToSignIn();
  let envelope: Envelope<T>;
  try {
    envelope = await response.json();
  } catch {
    throw new ApiError(`Nightshift answered ${response.status} without words`, response.status);
  }
  if (envelope.success) return envelope.data;
  throw new ApiError(envelope.error, response.status, envelope.details, envelope.request_id);
}

/** A session that ended: sign in again, then come back to this page. */
export function goToSignIn(): void {
  if (location.pathname === "/sign-in") return;
  location.assign(`/sign-in?callbackUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const put = <T>(path: string, body: unknown) => request<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, body);
export const remove = <T>(path: string) => request<T>("DELETE", path);

/** What to show for anything thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
