import { type AppError, invalid } from "@/lib/platform/errors";
import { Refused, requireCallable } from "@/lib/platform/guarded-fetch";

/** The address as it will be called. Throws `invalid` when it is none that Nightshift calls. */
export async function callableUrl(url: string): Promise<string> {
  try {
    await requireCallable(url);
    return new URL(url).href;
  } catch (error) {
    throw error instanceof Refused ? refusal(error.message) : error;
  }
}

const refusal = (message: string): AppError => invalid(`url: ${message}`, { issues: [{ path: "url", message }] });

/** What of an address may stand in records: the rest of it may be as good as a password. */
export const originOf = (url: string): string => new URL(url).origin;
