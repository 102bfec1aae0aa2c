import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { useClock as putClock } from "@/lib/platform/clock";
import { startLoop } from "./loop";

/** A time that passes when it is told to, second by second. */
function toldTime() {
  let now = 0;
  const waits = new Map<() => void, number>();
  const restore = putClock({
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((done, stop) => {
        waits.set(done, now + ms);
        signal?.addEventListener("abort", () => {
          waits.delete(done);
          stop(signal.reason);
        });
      }),
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      // Whoever was woken takes its turn before more of it passes.
      for (let turn = 0; turn < 5; turn++) await setImmediate();
      now += 1_000;
      for (const [done, until] of [...waits]) if (until <= now) done();
    }
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  };
  return { pass, restore };
}

let restore = () => {};
afterEach(() => restore());

test("a tick that is late has no other beside it, until it is plain that it hangs", async () => {
  const time = toldTime();
  restore = time.restore;
  const ends: (() => void)[] = [];
  const loop = startLoop({
    name: "slow",
    timeoutMs: 10_000,
    async tick() {
      await new Promise<void>((end) => ends.push(end));
      return { againInMs: 1_000 };
    },
  });
  await time.pass(30);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await time.pass(2);
  expect(ends).toHaveLength(2);
  await time.pass(60);
  expect(ends).toHaveLength(3);
  const stopped = loop.stop();
  ends[2]?.();
  await stopped;
});
