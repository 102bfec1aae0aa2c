import type { Tool } from "@anthropic-ai/sdk/resources/messages";
import { z } from "zod";

/** A tool as the Messages API takes it: its input an object at the top. */
export function wireTool(name: string, description: string, input: z.ZodType): Tool {
  const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  return { name, description, input_schema: merged(schema) as Tool.InputSchema };
}

type JsonSchema = { [key: string]: unknown; allOf?: JsonSchema[]; properties?: object; required?: string[] };

/** An intersection of objects as one object: the API wants `type: object` at the top. */
function merged(schema: JsonSchema): JsonSchema {
  const { allOf = [], $schema: _, ...own } = schema;
  const parts = [own as JsonSchema, ...allOf.map(merged)];
  return {
    ...own,
    type: "object",
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})),
    required: [...new Set(parts.flatMap(({ required }) => required ?? []))],
  };
}
