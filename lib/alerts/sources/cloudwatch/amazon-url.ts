const HOST = /^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?$/;

/** A URL of Amazon SNS itself, or null: https on the usual port, no name or password, and a host that nobody else can have. */
export function amazonUrl(value: unknown): URL | null {
  if (typeof value !== "string" || value.length > 2_000) return null;
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return null;
  }
  const isAmazons =
    url.protocol === "https:" &&
    url.port === "" &&
    url.username === "" &&
    url.password === "" &&
    HOST.test(url.hostname);
  return isAmazons ? url : null;
}

/** A URL from which SNS serves the certificates that it signs with, or null. */
export function certificateUrl(value: unknown): URL | null {
  const url = amazonUrl(value);
  return url?.pathname.endsWith(".pem") && url.search === "" && url.hash === "" ? url : null;
}
