import { z } from "zod";
import { errorStatus, Failure } from "../platform/contract";
import { type Endpoint, isStream, paramNames, refusalsOf, type Stream } from "./endpoint";

type Json = Record<string, unknown>;
/** An OpenAPI 3.1 document, as JSON. */
export type OpenApiDocument = {
  openapi: "3.1.1";
  info: Json;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Json>>;
  components: {
    schemas: Record<string, Json>;
    responses: Record<string, Json>;
    securitySchemes: Json;
    parameters: Json;
    headers: Json;
  };
};

const WORDS: Record<number, string> = {
  400: "The body is not JSON, or nested too deep",
  401: "Nobody is signed in, and no API key was sent",
  403: "The role or the key's scope does not allow it",
  404: "There is no such thing in this organization",
  409: "Something else has happened meanwhile; the sentence says what",
  413: "The body is too large",
  422: "The input is not valid; `details.issues` names the places",
  429: "Too many calls; `Retry-After` says when to come back",
  500: "Something went wrong on our side; the request id leads to it in the log",
  503: "It cannot be answered right now; try again",
};

/** Makes the document out of the definitions: the same schemas that validate the requests. */
export function openApiOf(
  endpoints: readonly Endpoint[],
  areas: Record<string, string>,
  version: string,
): OpenApiDocument {
  const schemas = new Schemas();
  const paths: OpenApiDocument["paths"] = {};
  schemas.of(Failure, "output");
  for (const one of endpoints) {
    paths[one.path] ??= {};
    const operations = paths[one.path];
    if (operations) operations[one.method.toLowerCase()] = operationOf(one, schemas);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Nightshift",
      version,
      description:
        "Every answer is JSON in an envelope: `success`, `message` and `data`, or `success`, `error`, `details` and `request_id`. Times are ISO 8601 in UTC.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    tags: Object.entries(areas).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.components,
      responses: Object.fromEntries(Object.keys(WORDS).map((status) => [status, refused(Number(status))])),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key" },
        apiKey: {
          type: "apiKey",
          in: "header",
          name: "X-API-Key",
          description: "The same key, for clients that cannot set `Authorization`",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "A person who is signed in in the browser",
        },
      },
      parameters: {
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          description:
            "Any text of your own, up to 200 characters. The same key with the same call is carried out once, and answered the same each time for a day (then with `Idempotency-Replayed: true`); with another call it is refused.",
          schema: { type: "string", minLength: 1, maxLength: 200 },
        },
      },
      headers: {
        RequestId: { description: "Leads to this call in the log", schema: { type: "string" } },
        RateLimit: {
          description:
            'What is left of the limit and in how many seconds it is whole again: `"hour";r=973;t=1260`. An API key also draws from the limit of all keys of its organization: `"organization"`. With a session, calls that only read (GET) have a limit of their own: `"reading"`',
          schema: { type: "string" },
        },
        RateLimitPolicy: {
          description: 'The limit and the seconds it is for: `"hour";q=1000;w=3600, "organization";q=20000;w=3600`',
          schema: { type: "string" },
        },
        RetryAfter: { description: "Seconds until it is worth trying again", schema: { type: "integer" } },
      },
    },
  };
}

function operationOf(one: Endpoint, schemas: Schemas): Json {
  const named = one.examples.map((example, i) => [`example${i + 1}`, example] as const);
  const bodies = named.filter(([, example]) => example.body !== undefined);
  return {
    operationId: operationIdOf(one),
    tags: [one.area],
    summary: one.summary,
    ...(one.description && { description: one.description }),
    security:
      one.scope === "anyone"
        ? []
        : one.scope === "person"
          ? [{ session: [] }]
          : [{ bearer: [] }, { apiKey: [] }, { session: [] }],
    "x-scope": one.scope,
    ...(one.needs && { "x-needs": one.needs }),
    parameters: parametersOf(one, schemas),
    ...(one.body && {
      requestBody: {
        required: !one.body.safeParse({}).success,
        content: {
          "application/json": {
            schema: schemas.of(one.body, "input"),
            ...(bodies.length > 0 && {
              examples: Object.fromEntries(bodies.map(([name, { summary, body }]) => [name, { summary, value: body }])),
            }),
          },
        },
      },
    }),
    responses: responsesOf(one, schemas),
  };
}

/** `GET /incidents/{id}/timeline` → `getIncidentsByIdTimeline`: one name for each, the same in every build. */
export const operationIdOf = ({ method, path }: Pick<Endpoint, "method" | "path">): string =>
  method.toLowerCase() +
  path
    .split("/")
    .flatMap((part) => part.replace(/\{(\w+)\}/, "by-$1").split(/[^A-Za-z0-9]+/))
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

function parametersOf(one: Endpoint, schemas: Schemas): Json[] {
  const [example] = one.examples;
  const path = paramNames(one.path).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    ...(example?.params?.[name] && { example: example.params[name] }),
  }));
  const query = one.query ? schemas.of(one.query, "input") : {};
  const required = new Set((query.required as string[] | undefined) ?? []);
  const fields = Object.entries((query.properties as Record<string, Json> | undefined) ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.has(name),
    ...(typeof schema.description === "string" && { description: schema.description }),
    schema,
    ...(example?.query?.[name] !== undefined && { example: example.query[name] }),
  }));
  const unsafe =
    one.method === "GET" || one.scope === "anyone" ? [] : [{ $ref: "#/components/parameters/IdempotencyKey" }];
  return [...path, ...fields, ...unsafe];
}

function responsesOf(one: Endpoint, schemas: Schemas): Json {
  const headers = {
    "X-Request-Id": { $ref: "#/components/headers/RequestId" },
    ...(one.scope !== "anyone" && {
      RateLimit: { $ref: "#/components/headers/RateLimit" },
      "RateLimit-Policy": { $ref: "#/components/headers/RateLimitPolicy" },
    }),
  };
  const streams = [isStream(one.answer) ? one.answer : null, one.stream ?? null].filter((each) => each !== null);
  const content = {
    ...(!isStream(one.answer) && { "application/json": { schema: envelopeOf(schemas.of(one.answer, "output")) } }),
    ...Object.fromEntries(streams.map((each) => [each.contentType, { schema: textOf(each) }])),
  };
  const refusals = [...new Set(refusalsOf(one).map((code) => errorStatus[code]))].sort();
  return {
    [one.status]: { description: one.message, headers, content },
    ...Object.fromEntries(refusals.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
  };
}

const refused = (status: number): Json => ({
  description: WORDS[status],
  headers: {
    "X-Request-Id": { $ref: "#/components/headers/RequestId" },
    ...((status === 429 || status === 503) && { "Retry-After": { $ref: "#/components/headers/RetryAfter" } }),
  },
  content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
});

const textOf = ({ description }: Stream): Json => ({ type: "string", description });

const envelopeOf = (data: Json): Json => ({
  type: "object",
  required: ["success", "message", "data"],
  properties: { success: { const: true }, message: { type: "string" }, data },
  additionalProperties: false,
});

/** JSON Schemas of zod's; those with an id are kept once, under `components`. */
class Schemas {
  readonly components: Record<string, Json> = {};

  of(schema: z.ZodType, io: "input" | "output"): Json {
    const { $schema, $defs, ...own } = z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override: readable,
    }) as Json & {
      $defs?: Record<string, Json>;
    };
    for (const [id, each] of Object.entries($defs ?? {})) this.keep(id, each);
    const { id } = schema.meta() ?? {};
    if (!id) return pointed(own) as Json;
    this.keep(id, own);
    return { $ref: `#/components/schemas/${id}` };
  }

  private keep(id: string, { id: _, ...schema }: Json): void {
    this.components[id] ??= pointed(schema) as Json;
  }
}

/** Leaves out what zod adds for machines that know no better: the pattern behind a format, and the bounds of safe integers. */
function readable({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** References to what zod puts under `$defs` are to be found under `components`. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === "$ref" && typeof each === "string"
        ? [key, each.replace(/^#\/\$defs\//, "#/components/schemas/")]
        : [key, pointed(each)],
    ),
  );
}
