import { X509Certificate } from "node:crypto";
import { clock } from "@/lib/platform/clock";

/** Rejects when there is no certificate to be had at `url` now. */
export type FetchCertificate = (url: URL) => Promise<X509Certificate>;

const PATIENCE_MS = 3_000;
const MOST_BYTES = 64 * 1_024;
const REMEMBERED_MS = 24 * 60 * 60_000;
const MOST_REMEMBERED = 50;
const FAILURE_REMEMBERED_MS = 10_000;
const MOST_FAILURES = 500;
const MOST_AT_ONCE = 4;

/**
 * Fetches certificates, each once a day, those that are asked for at the same time once. The address comes from a sender who has not
 * proven anything yet: so failures are remembered for ten seconds, apart from what was found, and only four fetches are under way at once.
 */
export function certificateFetcher(get: (url: URL) => Promise<string> = getText): FetchCertificate {
  const found = new Map<string, { until: number; certificate: X509Certificate }>();
  const failedUntil = new Map<string, number>();
  const flying = new Map<string, Promise<X509Certificate>>();

  const load = async (url: URL): Promise<X509Certificate> => {
    try {
      const certificate = new X509Certificate(await get(url));
      keep(found, url.href, { until: clock.now().getTime() + REMEMBERED_MS, certificate }, MOST_REMEMBERED);
      return certificate;
    } catch (error) {
      keep(failedUntil, url.href, clock.now().getTime() + FAILURE_REMEMBERED_MS, MOST_FAILURES);
      throw error;
    } finally {
      flying.delete(url.href);
    }
  };

  return async (url) => {
    const now = clock.now().getTime();
    const known = found.get(url.href);
    if (known && known.until > now) return known.certificate;
    if ((failedUntil.get(url.href) ?? 0) > now) throw new Error("It could not be fetched a moment ago");
    const underWay = flying.get(url.href);
    if (underWay) return underWay;
    if (flying.size >= MOST_AT_ONCE) throw new Error("Too many certificates are being fetched");
    const loading = load(url);
    flying.set(url.href, loading);
    return loading;
  };
}

/** Remembers `value` as the newest of at most `count`. */
function keep<T>(map: Map<string, T>, key: string, value: T, count: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > count && oldest !== undefined) map.delete(oldest);
}

/** The text at `url`, at most 64 KB of it, within three seconds, from exactly there. */
export async function getText(url: URL): Promise<string> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new Error(`The answer was ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels what has not come yet.
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`The answer is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
