import type { z } from "zod";
import { readJson } from "./read-json";
import { type Issue, invalidInput } from "./refusals";
import { unstorableText } from "./unstorable";

/** What a call says: the query of a GET, the JSON body of everything else, checked against the route's schema. */
export async function readInput<S extends z.ZodType>(schema: S, request: Request): Promise<z.output<S>> {
  const raw = request.method === "GET" || request.method === "HEAD" ? readQuery(request) : await readJson(request);
  const unstorable = unstorableText(raw);
  if (unstorable.length > 0) throw invalidInput(unstorable);
  const result = schema.safeParse(raw);
  if (!result.success) throw invalidInput(issuesOf(result.error));
  return result.data;
}

export const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));

/** A key that is given twice becomes a list, which the schema then refuses by name instead of one of them winning in silence. */
function readQuery(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const params = new URL(request.url).searchParams;
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key);
    query[key] = values.length > 1 ? values : (values[0] ?? "");
  }
  return query;
}
