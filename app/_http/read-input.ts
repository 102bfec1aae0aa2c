import { z } from "zod";
import { plainWords } from "./plain-words";
import { readJson } from "./read-json";
import { type Issue, invalidInput } from "./refusals";
import { unstorableText } from "./unstorable";

/** The query of a call, checked against its schema. Throws `invalid` with the places that are wrong. */
export const readQuery = <S extends z.ZodType>(schema: S, request: Request): z.output<S> =>
  checked(schema, known(schema, queryOf(request)));

/** The JSON body of a call as it was sent, and checked. Throws `malformed`, `too_large`, or `invalid` with the places that are wrong. */
export async function readBody<S extends z.ZodType>(schema: S, request: Request) {
  const raw = await readJson(request);
  return { raw, body: checked(schema, raw) };
}

/** A misspelt filter must not be taken for none: the answer would be about something else than was asked. */
function known<S extends z.ZodType>(schema: S, query: Record<string, string | string[]>) {
  if (!(schema instanceof z.ZodObject)) return query;
  const strange = Object.keys(query).filter((name) => !Object.hasOwn(schema.shape, name));
  if (strange.length > 0) {
    const message = `There is no such parameter; there are ${Object.keys(schema.shape).join(", ")}`;
    throw invalidInput(strange.map((path) => ({ path, message })));
  }
  return query;
}

function checked<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const unstorable = unstorableText(raw);
  if (unstorable.length > 0) throw invalidInput(unstorable);
  const result = schema.safeParse(raw, { error: plainWords });
  if (!result.success) throw invalidInput(issuesOf(result.error));
  return result.data;
}

export const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "There is no such field" }));
  });

/** A key that is given twice becomes a list, which the schema then refuses by name instead of one of them winning in silence. */
function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const params = new URL(request.url).searchParams;
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key);
    query[key] = values.length > 1 ? values : (values[0] ?? "");
  }
  return query;
}
