import type { Envelope } from "@/lib/platform/contract";

/** The REST API as any program uses it. Throws with the server's words when it refuses. */
export type Api = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
};

export function connectTo(url: string, apiKey: string, signal: AbortSignal): Api {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
      signal,
    });
    const answer = (await response.json()) as Envelope<T>;
    if (!answer.success) throw new Error(`${method} ${path} was answered ${response.status}: ${answer.error}`);
    return answer.data;
  }
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    delete: (path) => ask("DELETE", path),
  };
}
