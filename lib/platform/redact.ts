// Secrets have shapes. What has one of these shapes is replaced before it is stored, logged, shown or put into a prompt.
const MASK = "[redacted]";

const tokenPrefixes =
  "sk-ant-|sk-proj-|sk_live_|rk_live_|ghp_|gho_|ghs_|ghu_|ghr_|github_pat_|glpat-|xox[abprs]-|npm_|dop_v1_|shpat_|SG\\.|ns_";
const secretNames =
  "password|passwd|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|requirepass|masterauth";
// These also name what is none: of them only what looks like one is hidden.
const likelyNames = "token|authorization|auth|cookie|session[_-]?id";
const LIKELY_LENGTH = 8;
const secretOptions = "requirepass|masterauth|--password|-a";

/** What to look for, in any case, and where it stands, the shapes and what replaces them. */
const shapes: { sign: string; shape: RegExp; replacement: string }[] = [
  // PEM blocks; `redactLines` handles the ones that come line by line.
  {
    sign: "-----BEGIN",
    shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replacement: MASK,
  },
  // Vendor tokens with a fixed prefix. An underscore before it is no part of it: names are put together with them.
  {
    sign: tokenPrefixes,
    shape: new RegExp(`(?<![A-Za-z0-9])(?:${tokenPrefixes})[A-Za-z0-9_\\-.]{12,}`, "g"),
    replacement: MASK,
  },
  {
    sign: "AKIA|ASIA|AROA",
    shape: /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    replacement: MASK,
  },
  { sign: "AIza", shape: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g, replacement: MASK },
  {
    sign: "eyJ",
    shape: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\b/g,
    replacement: MASK,
  },
  // user:password@ in an address.
  {
    sign: "@",
    shape: /(?<![a-z0-9])([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi,
    replacement: `$1${MASK}@`,
  },
  {
    sign: "authorization",
    shape: /(?<![a-z0-9])(authorization\s*[:=]\s*"?(?:bearer|basic|token)\s+)[^\s"']+/gi,
    replacement: `$1${MASK}`,
  },
  { sign: "bearer", shape: /(?<![a-z0-9])(bearer\s+)[A-Za-z0-9._~+/-]{16,}=*/gi, replacement: `$1${MASK}` },
  // name = value, where the name says that the value is secret.
  {
    sign: `(?:${secretNames})["']?\\s*[:=]`,
    shape: new RegExp(
      `((?:${secretNames})["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|[^\\s,;&"'}]+)`,
      "gi",
    ),
    replacement: `$1${MASK}`,
  },
  {
    sign: `(?:${likelyNames})["']?\\s*[:=]`,
    shape: new RegExp(
      `((?:${likelyNames})["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.){${LIKELY_LENGTH},}"|'(?:[^'\\\\]|\\\\.){${LIKELY_LENGTH},}'|(?=[^\\s,;&"'}]*\\d)[^\\s,;&"'}]{${LIKELY_LENGTH},})`,
      "gi",
    ),
    replacement: `$1${MASK}`,
  },
  // Whoever knows the address of such a hook may write there.
  {
    sign: "/services/|/webhooks/",
    shape: /(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/gi,
    replacement: `$1${MASK}`,
  },
  {
    sign: "curl",
    shape: /((?<![a-z0-9])curl\s[^\n|;]{0,400}?(?<=\s)(?:-u|--user)[ =]?["']?[^\s:"']+:)[^\s"']+/gi,
    replacement: `$1${MASK}`,
  },
  {
    sign: `(?:${secretOptions})\\s`,
    shape: new RegExp(`(?<![\\w-])((?:${secretOptions})\\s+)(?=\\S*\\d)\\S{8,}`, "g"),
    replacement: `$1${MASK}`,
  },
];

// Most texts hold nothing of the kind, and one look tells: every field of every alert, sample and log line goes through here.
const anySign = new RegExp(shapes.map(({ sign }) => sign).join("|"), "i");

const secretName = new RegExp(`(?:${secretNames}|passphrase|authorization)$`, "i");
const likelyName = new RegExp(`(?:${likelyNames})$`, "i");

/** The value of a named field as it may be stored: hidden when the name says that it is a secret, whatever it looks like. */
export const redactNamed = (name: string, value: string): string =>
  (secretName.test(name) && value !== "") || (likelyName.test(name) && value.length >= LIKELY_LENGTH)
    ? MASK
    : redact(value);

const known = new Set<string>();

/** Makes `redact` also replace this exact value wherever it stands: for secrets that the process itself holds. */
export function registerSecret(value: string): void {
  if (value.length >= 8) known.add(value);
}

/** The text with everything that has the shape of a secret replaced by `[redacted]`. */
export function redact(text: string): string {
  let clean = text;
  for (const value of known) clean = clean.replaceAll(value, MASK);
  if (!anySign.test(clean)) return clean;
  for (const { shape, replacement } of shapes) clean = clean.replace(shape, replacement);
  return clean;
}

/** Redacts every string inside a JSON value. */
export function redactDeep<T>(value: T): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map(redactDeep) as T;
  if (value && typeof value === "object" && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactDeep(item)])) as T;
  }
  return value;
}
