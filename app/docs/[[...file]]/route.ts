import { readFile } from "node:fs/promises";
import { join } from "node:path";

// The API's documentation, browsed with Swagger UI from its own package (what is ours of it is in public/docs). Everything comes from
// here: no other host is asked.

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

export async function GET(request: Request, { params }: { params: Promise<{ file?: string[] }> }): Promise<Response> {
  const name = (await params).file?.join("/");
  if (name === undefined) return answer("text/html; charset=utf-8", pageWith(request.headers.get("x-nonce") ?? ""));
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (!type) return new Response("There is no such file here", { status: 404 });
  return answer(type, await readFile(join(folder, name)), "public, max-age=86400");
}

const answer = (type: string, body: BodyInit, caching = "no-cache"): Response =>
  new Response(body, { headers: { "Content-Type": type, "Cache-Control": caching } });
