import { type AppError, invalid } from "./errors";
import { Refused, requireCallable } from "./guarded-fetch";

/** An address that somebody entered in `field`, as it will be called. Throws `invalid` when it is none that Nightshift calls. */
export async function callableUrl(url: string, field = "url"): Promise<string> {
  try {
    await requireCallable(url);
    return new URL(url).href;
  } catch (error) {
    throw error instanceof Refused ? wrongField(field, error.message) : error;
  }
}

/** A refusal that a form shows under the field. */
export const wrongField = (field: string, message: string): AppError =>
  invalid(`${field}: ${message}`, { issues: [{ path: field, message }] });
