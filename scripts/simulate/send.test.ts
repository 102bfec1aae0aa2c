import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Sent, sendAll } from "./send";

const signal = new AbortController().signal;
const answer = { status: 202, text: "" };

test("a slow answer shows in the latency of those that had to wait for it", async () => {
  const sent: Sent[] = [];
  const EVERY_MS = 5;
  await sendAll(
    10,
    { perSecond: 1_000 / EVERY_MS, connections: 1 },
    async (index) => {
      if (index === 0) await sleep(100);
      return answer;
    },
    { signal, onSent: (each) => sent.push(each) },
  );
  const [slow] = sent;
  expect(sent).toHaveLength(10);
  // The third was due 10 ms after the first and could not go before it had ended.
  for (const [index, { latencyMs }] of sent.entries())
    expect(latencyMs + index * EVERY_MS + 2).toBeGreaterThanOrEqual(slow?.latencyMs ?? Number.NaN);
});

test("never more are under way than there are connections, and one that fails is told of and holds nothing up", async () => {
  let [underWay, most] = [0, 0];
  const sent: Sent[] = [];
  const one = async (index: number) => {
    most = Math.max(most, ++underWay);
    await sleep(1);
    underWay--;
    if (index % 2 === 0) throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    return answer;
  };
  await sendAll(40, { perSecond: null, connections: 4 }, one, { signal, onSent: (each) => sent.push(each) });
  expect(most).toBe(4);
  expect(sent.filter((each) => "problem" in each && each.problem === "ECONNREFUSED")).toHaveLength(20);
  expect(sent.filter((each) => "answer" in each)).toHaveLength(20);
});

test("once stopped, what is under way ends and nothing new begins, however long the next would wait", async () => {
  const stopping = new AbortController();
  const sent: number[] = [];
  const one = async (index: number) => {
    if (index === 1) stopping.abort();
    return answer;
  };
  await sendAll(1_000, { perSecond: 20, connections: 8 }, one, {
    signal: stopping.signal,
    onSent: (_, index) => sent.push(index),
  });
  expect(sent).toEqual([0, 1]);
});
