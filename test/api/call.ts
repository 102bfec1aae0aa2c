import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RouteHandler } from "@/app/_http/serve";
import { type Endpoint, type Example, methods } from "@/lib/api";

const ROOT = resolve("app/api/v1");

/** The methods that each address of the API really takes, by its path as the definitions write it. */
export async function readRoutes(): Promise<Map<string, RouteHandler>> {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("route.ts"));
  const found = new Map<string, RouteHandler>();
  for (const file of files.filter((path) => !path.includes("[["))) {
    const path = `/${file.slice(0, -"/route.ts".length).replace(/\[(\w+)\]/g, "{$1}")}`;
    const route: Record<string, RouteHandler> = await import(/* @vite-ignore */ join(ROOT, file));
    // A method that an address does not take is answered by the same handler everywhere: the one that says 405.
    for (const method of methods) {
      const handler = route[method];
      if (!handler) continue;
      const response = await handler(new Request("http://nightshift.test/", { method }), {
        params: Promise.resolve({}),
      });
      if (response.status !== 405) found.set(`${method} ${path}`, handler);
    }
  }
  return found;
}

export type Said = Pick<Example, "params" | "query" | "body"> & { headers?: Record<string, string> };

/** Calls an endpoint's route as Next would. */
export async function call(
  routes: Map<string, RouteHandler>,
  { method, path }: Pick<Endpoint, "method" | "path">,
  { params = {}, query = {}, body, headers = {} }: Said,
): Promise<Response> {
  const handler = routes.get(`${method} ${path}`);
  if (!handler) throw new Error(`There is no route for ${method} ${path}`);
  const search = new URLSearchParams(query).toString();
  const request = new Request(`http://nightshift.test/api/v1${path}${search && `?${search}`}`, {
    method,
    headers: { host: "nightshift.test", ...headers },
    ...(method !== "GET" && body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** An example with its placeholders filled in: `{incident_id}` by `names.incident_id`. */
export function filled<T>(value: T, names: Record<string, string>): T {
  const text = JSON.stringify(value ?? {}).replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  return JSON.parse(text);
}
