import { isAnythingUnsaved } from "@/components/ui/unsaved";
import { type Envelope, OPENED_IN_HEADER } from "@/lib/platform/contract";
import { openedIn } from "./opened-in";
import { sessionIsBack, tellSessionEnded } from "./session-ended";

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

/** One thing wrong with what was sent: in which field, and what. */
export type Issue = { path: string; message: string };

const SESSION_ENDED =
  "Your session has ended. Sign in again in another tab, then press again; what you wrote stays here";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Calls the REST API with the browser's session and returns what the envelope carries. Throws `ApiError`. */
export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  const organizationId = openedIn();
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      cache: "no-store",
      headers: {
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(organizationId !== null && { [OPENED_IN_HEADER]: organizationId }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("Nightshift did not answer. Check the connection and try again.", 0);
  }
  if (response.status === 401 && !isAtTheDoor()) {
    // Leaving would lose what is on the page and nowhere else.
    if (isAnythingUnsaved()) tellSessionEnded({ isAsked: method !== "GET" });
    else goToSignIn({ isTold: true });
    throw new ApiError(SESSION_ENDED, 401);
  }
  if (response.ok) sessionIsBack();
  let envelope: Envelope<T>;
  try {
    envelope = await response.json();
  } catch {
    throw new ApiError(`Nightshift answered ${response.status} without words`, response.status);
  }
  if (envelope.success) return envelope.data;
  // Another tab has put the session into another organization; what is shown, and its address, belong to the one before.
  if (envelope.details.organization_id !== undefined && !isAnythingUnsaved()) location.assign("/");
  throw new ApiError(envelope.error, response.status, envelope.details, envelope.request_id);
}

/** A session that ended: sign in again, then come back to this page. `isTold`: they are told so there, as they did not end it themselves. */
export function goToSignIn({ isTold = false } = {}): void {
  if (isAtTheDoor()) return;
  const callbackUrl = location.pathname + location.search;
  const back = new URLSearchParams({ callbackUrl, ...(isTold && { signed_out: "1" }) });
  location.assign(`/sign-in?${back}`);
}

const isAtTheDoor = (): boolean => location.pathname === "/sign-in";

export const get = <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const put = <T>(path: string, body: unknown) => request<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, body);
export const remove = <T>(path: string) => request<T>("DELETE", path);

/** The fields that were refused, where the server names any. */
export function issuesOf(error: unknown): Issue[] {
  const named = error instanceof ApiError ? error.details.issues : null;
  if (!Array.isArray(named)) return [];
  return named.filter((one) => typeof one?.path === "string" && typeof one?.message === "string");
}

const MOST_TOLD = 3;

/** What to show for anything thrown. */
export function wordsOf(error: unknown): string {
  const issues = issuesOf(error);
  if (issues.length > 0) return issues.slice(0, MOST_TOLD).map(issueText).join(". ");
  return error instanceof Error ? error.message : String(error);
}

/**
 * `mapping.dedup_key: …` is a place for programs; people read what stands beside the field, or `Dedup key: …` where no field has that
 * name. The number of an entry in a list says nothing to them.
 */
function issueText({ path, message }: Issue): string {
  const place = path.split(".").findLast((part) => part !== "" && !/^\d+$/.test(part));
  if (!place) return message;
  const words = labelOf(place) ?? place.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${message}`;
}

/** The label of the field of this name, in the dialog that is open or else on the page. */
function labelOf(name: string): string | null {
  if (typeof document === "undefined") return null;
  const field = `[name="${CSS.escape(name)}"]`;
  const found = document.querySelector(`dialog[open] ${field}`) ?? document.querySelector(field);
  const labels = found && "labels" in found ? (found as HTMLInputElement).labels : null;
  return labels?.[0]?.textContent?.trim() || null;
}
