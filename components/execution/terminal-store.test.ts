import { expect, test, vi } from "vitest";
import type { ExecutionEvent } from "@/lib/remediation/contract";
import { TerminalStore } from "./terminal-store";

const event = (seq: number, over: Partial<ExecutionEvent> = {}): ExecutionEvent => ({
  seq,
  at: "2026-01-02T03:04:05.678Z",
  phase: "executing",
  status: "running",
  message: null,
  command: null,
  stream: "stdout",
  text: `line ${seq}`,
  exit_code: null,
  duration_ms: null,
  health: null,
  health_before: null,
  health_after: null,
  ...over,
});
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
const storeWithFrames = () => {
  const frames: (() => void)[] = [];
  return {
    store: new TerminalStore((work) => frames.push(work)),
    paint: () => {
      for (const work of frames.splice(0)) work();
    },
  };
};

test("what the network repeats is shown once", () => {
  const { store } = storeWithFrames();
  store.apply(many(1, 5));
  expect(store.apply(many(3, 8))).toBe("taken");
  expect(store.lines.map(({ text }) => text)).toEqual(many(1, 8).map(({ text }) => text));
});

test("a gap stops everything behind it until the missing part came", () => {
  const { store } = storeWithFrames();
  store.apply(many(1, 2));
  expect(store.apply([event(3), event(5), event(6)])).toBe("gap");
  expect(store.lastSeq).toBe(3);
  expect(store.apply(many(4, 6))).toBe("taken");
  expect(store.lines).toHaveLength(6);
});

test("100,000 lines arrive complete and in order, and React hears of them once per frame", () => {
  const { store, paint } = storeWithFrames();
  const heard = vi.fn();
  store.subscribe(heard);
  const perEvent = 100;
  for (let seq = 1; seq <= 1_000; seq++) {
    const text = Array.from({ length: perEvent }, (_, i) => `n=${(seq - 1) * perEvent + i}`).join("\n");
    store.apply([event(seq, { text })]);
    if (seq % 100 === 0) paint();
  }
  expect(heard).toHaveBeenCalledTimes(10);
  expect(store.lines).toHaveLength(100_000);
  expect(store.lines.every(({ text }, index) => text === `n=${index}`)).toBe(true);
});

test("the eight phases become lines that can be told apart without colour", () => {
  const { store } = storeWithFrames();
  const quiet = { stream: null, text: null } as const;
  store.apply([
    event(1, { ...quiet, phase: "thinking", message: "Checking that nothing has changed" }),
    event(2, { ...quiet, phase: "command", status: "completed", command: "redis-cli -p 6380 FLUSHALL" }),
    event(3, { text: "OK" }),
    event(4, { stream: "stderr", text: "one\ntwo" }),
    event(5, { ...quiet, phase: "result", status: "completed", exit_code: 0, duration_ms: 1_240 }),
    event(6, { ...quiet, phase: "verifying", message: "Probing", health: 97.31 }),
    event(7, { ...quiet, phase: "thinking", message: "Falling back" }),
    event(8, {
      ...quiet,
      phase: "complete",
      status: "completed",
      message: "Fixed",
      health_before: 1,
      health_after: 97.3,
    }),
  ]);
  expect(store.lines.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "note: Checking that nothing has changed",
    "command: redis-cli -p 6380 FLUSHALL",
    "stdout: OK",
    "stderr: one",
    "stderr: two",
    "result: Exit code 0 · took 1.2 s",
    "health: Probing · health 97.3",
    "section: Falling back",
    "complete: Fixed · health 1 → 97.3",
  ]);
});

test("output cannot paint, move the cursor or hide itself", () => {
  const { store } = storeWithFrames();
  store.apply([event(1, { text: "\u001b[31mred\u001b[0m\u001b]0;title\u0007\r\u001b[2Kdone\u0008\tend" })]);
  expect(store.lines[0]?.text).toBe("reddone    end");
});

test("a fallback walks the phases again", () => {
  const { store } = storeWithFrames();
  const step = (seq: number, phase: ExecutionEvent["phase"], status: ExecutionEvent["status"]) =>
    event(seq, { phase, status, stream: null, text: null });
  store.apply([step(1, "command", "completed"), step(2, "result", "failed"), step(3, "verification", "failed")]);
  expect(store.phases.get("verification")).toBe("failed");
  store.apply([step(4, "command", "completed")]);
  expect(store.phases.has("verification")).toBe(false);
});
