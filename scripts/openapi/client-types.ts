import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { openApiDocument } from "@/lib/api";

// Writes the types of the client out of the OpenAPI document; `npm run generate` calls it.

const folder = join(import.meta.dirname, "../../client/generated");
// The client sends its own headers; a parameter that any call may carry would be asked for at each.
const types = await openapiTS(JSON.parse(JSON.stringify(openApiDocument())) as OpenAPI3);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "schema.d.ts"), astToString(types));
