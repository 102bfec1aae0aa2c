import { isNamedSecret, MASK, shapes } from "./secret-shapes";

// Secrets have shapes. What has one of these shapes is replaced before it is stored, logged, shown or put into a prompt.

// Most texts hold nothing of the kind, and one look tells: every field of every alert, sample and log line goes through here.
const anySign = new RegExp(shapes.map(({ sign }) => sign).join("|"), "i");

/** The value of a named field as it may be stored: hidden when the name says that it is a secret, whatever it looks like. */
export const redactNamed = (name: string, value: string): string => (isNamedSecret(name, value) ? MASK : redact(value));

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
  for (const { shape, replacement } of shapes) {
    // Two signatures of `replace`, which TypeScript does not choose between.
    clean = typeof replacement === "string" ? clean.replace(shape, replacement) : clean.replace(shape, replacement);
  }
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
