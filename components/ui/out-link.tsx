import { OutIcon } from "./icons";

/** Where a link leads, as people tell sites apart; null for what is not to be followed: anything but http and https, or with a password in it. */
export function hostOf(href: string): string | null {
  try {
    const { protocol, host, username, password } = new URL(href);
    const isPlain = username === "" && password === "";
    return isPlain && (protocol === "http:" || protocol === "https:") ? host : null;
  } catch {
    return null;
  }
}

/** A link that somebody else's tool has sent: its words are theirs, so the host stands beside them. */
export function OutLink({ href, text }: { href: string; text: string }) {
  const host = hostOf(href);
  if (host === null) return <span className="wrap-anywhere">{text}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" className="text-accent underline wrap-anywhere">
      {text}
      {host !== text && <span className="text-muted"> ({host})</span>}
      <OutIcon className="ml-1 inline size-3" />
      <span className="sr-only">, opens in a new tab</span>
    </a>
  );
}
