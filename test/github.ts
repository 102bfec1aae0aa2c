import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const GITHUB_TOKEN = "github_pat_11AAAAAAA0123456789_abcdefghijklmnop";

type Reply = (response: ServerResponse) => void;

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(typeof body === "string" ? body : JSON.stringify(body));

export const commit = (n: number, message: string, date: string, name = "Ada") => ({
  sha: n.toString(16).padStart(7, "0").padEnd(40, "0"),
  commit: { message, author: { name, email: "ada@example.com", date }, committer: { name, date } },
});
export const pull = (number: number, title: string, merged_at: string | null, updated_at = merged_at) => ({
  ...{ number, title, state: "closed", user: { login: "ada" }, base: { ref: "main" }, merged_at, updated_at },
});
export const deployment = (id: number, environment: string, created_at: string, ref = "main") => ({
  ...{ id, environment, ref, sha: "a".repeat(40), creator: { login: "ship-bot" }, created_at },
});

/** GitHub as far as `shop/orders` goes. What `instead` says of a path comes before what is there. */
export async function startGitHub() {
  const heard: { path: string; query: URLSearchParams; headers: IncomingHttpHeaders }[] = [];
  const lists: Record<string, unknown[]> = {};
  let instead: [RegExp, Reply][] = [];
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://github.test");
    heard.push({ path, query, headers: request.headers });
    const [, reply] = instead.find(([pattern]) => pattern.test(path)) ?? [];
    if (reply) return reply(response);
    const [size, page] = [Number(query.get("per_page") ?? 30), Number(query.get("page") ?? 1)];
    const rest = path.replace(/^\/api\/v3\/repos\/shop\/orders\/?/, "");
    if (path === "/api/v3/rate_limit")
      return json(200, { resources: { core: { limit: 5000, remaining: 4987, reset: 1_800_000_000 } } })(response);
    if (rest === "") return json(200, { full_name: "shop/orders", default_branch: "main" })(response);
    if (rest === path) return json(404, { message: "Not Found" })(response);
    if (rest.endsWith("/statuses"))
      return json(200, [{ state: "success", created_at: "2026-11-21T09:59:00Z" }])(response);
    json(200, (lists[rest] ?? []).slice((page - 1) * size, page * size))(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`,
    heard,
    /** What its lists hold, newest first: `commits`, `pulls`, `deployments`. */
    lists,
    instead(...replies: [RegExp, Reply][]) {
      instead = replies;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
