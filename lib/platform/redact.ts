import { isNamedSecret, MASK, shapes } from "./secret-shapes";

// Secrets have shapes. What has one of these shapes is replaced before it is stored, logged, shown or put into a prompt.

// Most texts hold nothing of the kind, and one look tells: every field of every alert, sample and log line goes through here.
const anySign = new RegExp(shapes.map(({ sign }) => sign).join("|"), "i");

/** The value of a named field as it may be stored: hidden when the name says that it is a secret, whatever it looks like. */
export const redactNamed = (name: string, value: string): string => (isNamedSecret(name, value) ? MASK : redact(value));

const ofInstallation = new Set<string>();

/**
 * Makes `redact` also replace this exact value wherever it stands. Only for what the installation itself was given: what people of one
 * organization enter would be replaced in the names, notes and records of all others too, whoever chose it and whatever it is. That is
 * passed along where the words of the service or account are handled that it belongs to.
 */
export function registerSecret(value: string): void {
  if (!isCommon(value)) ofInstallation.add(value);
}

/** The text with everything replaced by `[redacted]` that has the shape of a secret, or is one of `secrets`, see `withoutSecrets`. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = withoutSecrets(text, secrets);
  for (const value of ofInstallation) clean = clean.replaceAll(value, MASK);
  if (!anySign.test(clean)) return clean;
  for (const { shape, replacement } of shapes) {
    // Two signatures of `replace`, which TypeScript does not choose between.
    clean = typeof replacement === "string" ? clean.replace(shape, replacement) : clean.replace(shape, replacement);
  }
  return clean;
}

/** The text without these exact values, but for those that are too common to be secrets. Shapes are left as they are. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  // The longest first: of one that begins with another nothing is left over.
  for (const value of secrets.toSorted((a, b) => b.length - a.length))
    if (!isCommon(value)) clean = clean.replaceAll(value, MASK);
  return clean;
}

const SHORTEST = 8;
const LONGEST_WORD = 15;

/**
 * A password such as `postgres`, `checkout` or `secret` is also a word of what its service says: replaced, it would make names, errors and
 * figures unreadable for people and rules, and each gap would tell what it is. Such a one is guessed before it is read in a log.
 */
const isCommon = (value: string): boolean =>
  value.length < SHORTEST || (value.length <= LONGEST_WORD && /^[a-z]+$/.test(value));

/** Redacts every string inside a JSON value. */
export const redactDeep = <T>(value: T, secrets: readonly string[] = []): T =>
  eachString(value, (text) => redact(text, secrets));

/** `withoutSecrets` for every string inside a JSON value. */
export const withoutSecretsDeep = <T>(value: T, secrets: readonly string[]): T =>
  secrets.length === 0 ? value : eachString(value, (text) => withoutSecrets(text, secrets));

function eachString<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => eachString(item, change)) as T;
  if (value && typeof value === "object" && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachString(item, change)])) as T;
  }
  return value;
}
