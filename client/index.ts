import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./generated/schema";

export type Nightshift = Client<paths>;

/**
 * A client of the API, typed by the OpenAPI document. `url` is where Nightshift is (`http://localhost:3000`).
 *
 * `const { data, error } = await nightshift({ url, apiKey }).GET("/incidents/{id}", { params: { path: { id } } })`
 *
 * What is refused comes as `error`, in the API's own words; only a connection that fails throws.
 */
export function nightshift({ url, apiKey, signal }: { url: string; apiKey: string; signal?: AbortSignal }): Nightshift {
  return createClient<paths>({
    baseUrl: `${url.replace(/\/+$/, "")}/api/v1`,
    headers: { Authorization: `Bearer ${apiKey}` },
    ...(signal && { signal }),
  });
}

type Answer<T> = { data?: { success: true; data?: T }; error?: { error: string }; response: Response };

/** What an answer holds. Throws, in the API's own words, when it is a refusal. */
export async function dataOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (data) return data.data as T;
  throw new Error(
    `${new URL(response.url).pathname} was answered ${response.status}: ${error?.error ?? "no reason given"}`,
  );
}
