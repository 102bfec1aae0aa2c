import { type Json, readJson } from "../read-json";
import { textOf } from "../texts";

/** Far more than any field of the template is allowed to say later. */
const LONGEST = 20_000;

/** The fields that have a value. Datadog leaves variables that it does not know as they stand, and writes others that are empty as null. */
export function fieldsOf(body: Buffer): (name: string) => string | null {
  const fields: Json = readJson(body);
  return (name) => {
    const text = textOf(Object.hasOwn(fields, name) ? fields[name] : "", LONGEST);
    return text === "" || text === "null" || /^(\$[A-Z_]+[-:]?)+$/.test(text) ? null : text;
  };
}
