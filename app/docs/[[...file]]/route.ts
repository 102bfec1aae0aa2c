import { readFile } from "node:fs/promises";
import { join } from "node:path";

// The API's documentation, browsed with Swagger UI from its own package. Everything comes from here: no other host is asked.

const folder = join(process.cwd(), "node_modules", "swagger-ui-dist");
const types: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const pageWith = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nightshift API</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header><a href="/">Nightshift</a><span>API</span><a href="/api/openapi.json">openapi.json</a></header>
<main id="document"><p>Loading the document…</p></main>
<script src="/docs/swagger-ui-bundle.js" nonce="${nonce}"></script>
<script src="/docs/page.js" nonce="${nonce}"></script>
</body>
</html>`;

const script = `SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#document",
  deepLinking: true,
  filter: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => Object.assign(request, { credentials: "same-origin" }),
});`;

const style = `body { margin: 0; font-family: ui-sans-serif, system-ui, sans-serif; }
header { display: flex; gap: 1rem; align-items: baseline; padding: 0.75rem 1.25rem; border-bottom: 1px solid #8884; }
header a:first-child { font-weight: 600; }
header a:last-child { margin-left: auto; }
header a { color: inherit; }
main > p { padding: 1.25rem; }
.swagger-ui .info { margin: 1.25rem 0; }
@media (prefers-color-scheme: dark) {
  body { background: #14161a; color: #e6e6e6; }
  /* Swagger UI's own dark theme, as its stylesheet brings it. */
}
@media (max-width: 640px) { .swagger-ui .opblock-summary-description { display: none; } }`;

const own: Record<string, { type: string; text: string }> = {
  "page.js": { type: "text/javascript; charset=utf-8", text: script },
  "page.css": { type: "text/css; charset=utf-8", text: style },
};

export async function GET(request: Request, { params }: { params: Promise<{ file?: string[] }> }): Promise<Response> {
  const name = (await params).file?.join("/");
  if (name === undefined) return answer("text/html; charset=utf-8", pageWith(request.headers.get("x-nonce") ?? ""));
  const mine = Object.hasOwn(own, name) ? own[name] : undefined;
  if (mine) return answer(mine.type, mine.text);
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (!type) return new Response("There is no such file here", { status: 404 });
  return answer(type, await readFile(join(folder, name)), "public, max-age=86400");
}

const answer = (type: string, body: BodyInit, caching = "no-cache"): Response =>
  new Response(body, { headers: { "Content-Type": type, "Cache-Control": caching } });
