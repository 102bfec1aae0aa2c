import fc from "fast-check";

type Json = Record<string, unknown>;

/** Values that a JSON Schema of the document describes, as far as the schema can tell. */
export function arbitraryOf(schema: Json): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices) return fc.oneof(...choices.map(arbitraryOf));
  switch (schema.type) {
    case "string":
      return text(schema);
    case "integer":
      return fc.integer({
        min: Math.max(Number(schema.minimum ?? -1e9), -1e9),
        max: Math.min(Number(schema.maximum ?? 1e9), 1e9),
      });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(arbitraryOf((schema.items as Json | undefined) ?? {}), { maxLength: 5 });
    case "object":
      return object(schema);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

function text({ format, pattern, minLength, maxLength }: Json): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === "email") return fc.emailAddress();
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  const bounds = { minLength: Number(minLength ?? 0), maxLength: Math.min(Number(maxLength ?? 60), 300) };
  return fc.string({ ...bounds, unit: "binary" });
}

function object({ properties = {}, required = [], additionalProperties }: Json): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties as Record<string, Json>);
  const known = fc.record(Object.fromEntries(fields.map(([name, schema]) => [name, arbitraryOf(schema)])), {
    requiredKeys: required as string[],
  });
  if (fields.length > 0 || typeof additionalProperties !== "object") return known;
  return fc.dictionary(fc.string({ maxLength: 20, unit: "binary" }), arbitraryOf(additionalProperties as Json), {
    maxKeys: 5,
  });
}

/** Something that is nearly like `valid`: a part of it is another type, absent, enormous or hostile. */
export const spoiled = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, fc.nat(), hostile).map(([value, at, poison]) => {
    if (!value || typeof value !== "object") return poison;
    const keys = Object.keys(value);
    const key = keys[at % Math.max(keys.length, 1)] ?? "__proto__";
    // Defined and not assigned: `__proto__` shall become a field like any other.
    return Object.defineProperty({ ...value }, key, { value: poison, enumerable: true });
  });

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    "",
    " ",
    "\u0000",
    "\ud800",
    "__proto__",
    "' OR 1=1 --",
    "%",
    "_",
    "\\",
    "$where",
    "\u202e",
  ),
  fc.constantFrom<unknown>(-1, 0, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, "1e400", "NaN", "9".repeat(400)),
  fc.constantFrom<unknown>(
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2026-02-30T00:00:00Z",
    "+010000-01-01T00:00:00Z",
  ),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4 }),
);
