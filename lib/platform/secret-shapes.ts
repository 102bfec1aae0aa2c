export const MASK = "[redacted]";

const tokenPrefixes =
  "sk-ant-|sk-proj-|sk_live_|rk_live_|ghp_|gho_|ghs_|ghu_|ghr_|github_pat_|glpat-|xox[abprs]-|npm_|dop_v1_|shpat_|SG\\.|ns_|nsi_|nswh_";
const secretNames =
  "password|passwd|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|requirepass|masterauth";
// These also name what is none: of them only what looks like one is hidden.
const likelyNames = "token|authorization|auth|cookie|session[_-]?id";
const LIKELY_LENGTH = 8;
const curlUser = /(\s(?:-u|--user)[ =]?["']?[^\s:"']+:)[^\s"']+/gi;
const secretOptions = "requirepass|masterauth|--password|-a";

/** What has a shape is no longer than this, but for tokens, whose letters tell where they end. */
export const LONGEST_SECRET = 4_096;

// A value up to the end of its quotes, or, where they do not end, or end too far away, up to the end of its first word.
const quotedOf = (least: number) =>
  ['"', "'"]
    .map((mark) => `${mark}(?:[^${mark}\\\\]|\\\\[\\s\\S]){${least},${LONGEST_SECRET}}${mark}`)
    .concat(`["']?[^\\s,;&"'}]{${Math.max(least, 1)},}`)
    .join("|");

/**
 * What to look for, in any case, and where it stands, the shapes and what replaces them.
 *
 * Bodies, logs and outputs are written by whoever likes to, and a text goes through all of these in a process that others wait for. So
 * the time that each takes may grow no faster than the text. Wherever a shape begins it matches, and the next one begins behind it; or it
 * gives up within a bounded distance, or before the next one can begin. Where only what follows tells whether something is secret, it
 * matches first and `replacement` decides. `npm run bench -- redact` holds them to it.
 */
export const shapes: {
  sign: string;
  shape: RegExp;
  replacement: string | ((match: string, ...groups: string[]) => string);
}[] = [
  // PEM blocks; `OutputLines` handles the ones that come line by line.
  {
    sign: "-----BEGIN",
    shape: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
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
  // Three parts make a token; a beginning without them is nothing, and nothing that begins within it has them either.
  {
    sign: "eyJ",
    shape: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]{8,})?)?/g,
    replacement: (match, third?: string) => (third === undefined ? match : MASK),
  },
  // user:password@ in an address.
  { sign: "@", shape: /(:\/\/[^\s:/@]*:)[^\s@/]+@/g, replacement: `$1${MASK}@` },
  {
    sign: "authorization",
    shape: /(?<![a-z0-9])(authorization\s*[:=]\s*"?(?:bearer|basic|token)\s+)[^\s"']+/gi,
    replacement: `$1${MASK}`,
  },
  { sign: "bearer", shape: /(?<![a-z0-9])(bearer\s+)[A-Za-z0-9._~+/-]{16,}=*/gi, replacement: `$1${MASK}` },
  // name = value, where the name says that the value is secret.
  {
    sign: `(?:${secretNames})["']?\\s*[:=]`,
    shape: new RegExp(`((?:${secretNames})["']?\\s*[:=]\\s*)(?:${quotedOf(0)})`, "gi"),
    replacement: `$1${MASK}`,
  },
  {
    sign: `(?:${likelyNames})["']?\\s*[:=]`,
    shape: new RegExp(`((?:${likelyNames})["']?\\s*[:=]\\s*)(${quotedOf(LIKELY_LENGTH)})`, "gi"),
    replacement: (match, name: string, value: string) => (/^(["']).*\1$|\d/s.test(value) ? `${name}${MASK}` : match),
  },
  // Whoever knows the address of such a hook may write there.
  {
    sign: "/services/|/webhooks/",
    shape: /(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/gi,
    replacement: `$1${MASK}`,
  },
  // Our own: whoever has the address of an integration, or PagerDuty's or our routing key, may send as it.
  { sign: "/webhook/", shape: /(\/webhook\/[a-z0-9-]{1,40}\/)[a-z0-9]{32}(?![a-z0-9])/gi, replacement: `$1${MASK}` },
  {
    sign: "routing_?key",
    shape: /(routing_?key["']?\s*[:=]\s*["']?)[a-z0-9]{32}(?![a-z0-9])/gi,
    replacement: `$1${MASK}`,
  },
  {
    sign: "curl",
    shape: /(?<![a-z0-9])curl\s[^\n]*/gi,
    replacement: (line) => line.replace(curlUser, `$1${MASK}`),
  },
  {
    sign: `(?:${secretOptions})\\s`,
    shape: new RegExp(`(?<![\\w-])((?:${secretOptions})\\s+)(?=\\S*\\d)\\S{8,}`, "g"),
    replacement: `$1${MASK}`,
  },
];

const secretName = new RegExp(`(?:${secretNames}|passphrase|authorization)$`, "i");
const likelyName = new RegExp(`(?:${likelyNames})$`, "i");

/** Whether the value of a field of this name is a secret, whatever it looks like. */
export const isNamedSecret = (name: string, value: string): boolean =>
  (secretName.test(name) && value !== "") || (likelyName.test(name) && value.length >= LIKELY_LENGTH);
