import { afterAll, expect, test } from "vitest";
import { closeDatabase, inTransaction, pool } from "./db";

afterAll(closeDatabase);

/** As a paused machine does: no timer runs and nothing is read meanwhile. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test("who waits for a connection while the process stands still is served afterwards, on new connections and on those there are", async () => {
  for (const pauseMs of [0, 3]) {
    const asked = Promise.all(
      Array.from({ length: 4 }, (_, i) => [
        pool().query("SELECT $1::int AS i", [i]),
        inTransaction((tx) => tx.$queryRaw`SELECT ${i}::int AS i`),
      ]).flat(),
    );
    // Long enough for the first of them to have begun.
    await new Promise((done) => setTimeout(done, pauseMs));
    standStill(3_000);
    expect(await asked).toHaveLength(8);
  }
});
