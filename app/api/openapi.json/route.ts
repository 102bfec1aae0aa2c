import { openApiDocument } from "@/lib/api";

/** The OpenAPI document. Public, like the source that it is made of. */
export const GET = (): Response => Response.json(openApiDocument(), { headers: { "Cache-Control": "no-cache" } });
