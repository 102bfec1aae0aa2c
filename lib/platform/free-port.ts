import { createServer } from "node:net";

/** A port on loopback that is free now: `wanted`, when it is. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((done, failed) => {
      server.once("error", failed);
      server.listen(wanted, "127.0.0.1", done);
    });
  } catch (error) {
    if (wanted !== 0) return freePort();
    throw error;
  }
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("This machine gave no free port");
  return address.port;
}
