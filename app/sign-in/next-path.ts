const HERE = "http://here.invalid";

/** Where to go on to after signing in: a path of this site and nothing else, whatever the address says. */
export function nextPath(callbackUrl: string | string[] | undefined): string {
  if (typeof callbackUrl !== "string") return "/";
  const url = URL.canParse(callbackUrl, HERE) ? new URL(callbackUrl, HERE) : null;
  // NextAuth itself sends whole addresses; their path is what counts. A path that begins with two slashes would name another host.
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname.startsWith("//")) return "/";
  return /^\/sign-in(\/|$)/.test(url.pathname) ? "/" : url.pathname + url.search;
}
