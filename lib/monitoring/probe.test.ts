import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { probe } from "./probe";
import type { Watched } from "./watched";

const SECRET = `ghp_${"x".repeat(36)}`;

/** What a probe keeps of a Redis that answers everything with one error. */
async function wordsAfter(error: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on("data", () => socket.write(`-ERR ${error}\r\n`)).on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { error: words, errorLines } = await probe({
    ...{ id: "x", organizationId: "x", name: "x", kind: "redis", target: { kind: "none", name: "x", config: null } },
    connection: { host: "127.0.0.1", port, database: null, username: null, password: null, application: null },
  } as Watched);
  server.close();
  return [words, ...errorLines].join("\n");
}

test("however much a server says, the beginning of it is kept, and no half of a secret", async () => {
  const words = await wordsAfter("no ".repeat(70_000));
  expect(words).toContain("no no no");
  expect(words.length).toBeLessThan(20_000);
  for (const before of [4_060, 4_090, 5_080, 5_110]) {
    const cut = await wordsAfter(`${"a".repeat(before - 1)} ${SECRET} ${"b".repeat(9_000)}`);
    expect(cut).not.toMatch(/ghp_x/);
  }
});
