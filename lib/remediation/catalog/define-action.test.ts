import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { probe, type Watched } from "@/lib/monitoring";
import { newId } from "@/lib/platform/ids";
import { redisFlushAll } from "./redis-flush-all";

const PASSWORD = "Checkout-2026";

test("a service that repeats its password is quoted without it, by a probe and by whoever measures for an action", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {}).on("data", () => socket.write(`-ERR no such user at checkout: ${PASSWORD}\r\n`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const watched: Watched = {
    ...{ id: newId(), organizationId: newId(), name: "shop", kind: "redis" },
    target: { kind: "none", name: "shop", config: null },
    connection: {
      ...{ host: "127.0.0.1", port, database: null, username: null, password: PASSWORD },
      application: { username: "shop", password: "checkout" },
    },
  };
  const seen = await probe(watched);
  expect([seen.error, ...seen.errorLines].join()).toContain("at checkout: [redacted]");
  const preview = await redisFlushAll
    .on(watched, {})
    .preview()
    .catch((error: Error) => error.message);
  expect(preview).toContain("at checkout: [redacted]");
  expect(JSON.stringify([seen, preview])).not.toContain(PASSWORD);
  server.close();
});
