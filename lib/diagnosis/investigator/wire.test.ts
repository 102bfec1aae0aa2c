import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { Turn } from "@/scripts/investigate/messages-api";
import {
  concluding,
  judged,
  looked,
  type Played,
  type StillTime,
  saying,
  stage,
  stillTime,
  supposed,
} from "./wire.fixture";

// What goes wrong between the real client and the Messages API: people read why, what was said is paid, nothing is done twice, and it ends.

let api: Awaited<ReturnType<typeof stage>>;
let time: StillTime;
beforeAll(async () => {
  api = await stage();
});
beforeEach(() => {
  time = stillTime();
});
afterEach(() => time.restore());
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const acting = { content: [supposed, looked], usage: { input: 1_000, output: 100 } };
const refused = (status: number, type: string, headers: Record<string, string> = {}): Turn => ({
  status,
  type,
  headers,
});
const broken = (events: number, how: "cut" | "half-closed" | "overloaded"): Turn => ({
  ...acting,
  after: { events, how },
  // So that what was said is on its way before the connection goes.
  pause: () => new Promise(setImmediate),
});

// What goes wrong, in which words, and how many tries of it are paid for.
const troubles: [name: string, turn: Turn, words: RegExp, isPaid: boolean][] = [
  ["a rate limit", refused(429, "rate_limit_error"), /a limit of the account is reached \(429\)/, false],
  ["a fault of the API", refused(500, "api_error"), /answered 500/, false],
  ["an overload", refused(529, "overloaded_error"), /overloaded \(529\)/, false],
  ["a connection that is reset before an answer", broken(0, "cut"), /could not be reached/, false],
  ["a connection that is reset in the middle", broken(7, "cut"), /broke off/, true],
  ["a stream that half-closes", broken(7, "half-closed"), /broke off/, true],
  ["a stream that lacks nothing but its end", saying(acting, -1, () => {}), /broke off/, true],
  ["an overload in the middle", broken(7, "overloaded"), /broke off: Overloaded/, true],
  [
    "an event that is no JSON",
    saying(acting, 7, (say) => say.raw("event: content_block_delta\ndata: {nonsense\n\n")),
    /could not be read/,
    true,
  ],
  [
    "events in an order that makes no sense",
    saying(acting, 7, (say) => say.event({ type: "message_start", message: {} })),
    /could not be read/,
    true,
  ],
  ["a page of a proxy", { speak: (response) => void response.end("<html>Sign in</html>") }, /could not be read/, false],
  [
    "two uses of tools under one id",
    { ...acting, content: [supposed, looked].map((block) => ({ ...block, id: "toolu_1" })) },
    /made no sense/,
    true,
  ],
];
const kindsOf = ({ read }: Played) => read?.investigation?.steps.map(({ kind }) => kind);
const outcomesOf = ({ calls }: Played) => calls.map(({ outcome }) => outcome);
const paidFor = ({ calls }: Played) => calls.reduce((sum, { usd }) => sum + Number(usd), 0);

test.each(troubles)("%s, once: it is asked again, and nothing is done twice", async (_, turn, __, isPaid) => {
  const played = await api.play(turn, acting, { content: [judged] }, concluding);
  expect(played.state).toBe("inconclusive");
  expect(played.read).toMatchObject({ engine: "claude", investigation: { problem: null } });
  expect(kindsOf(played)).toEqual(["hypothesis", "look", "judgement"]);
  expect(outcomesOf(played)).toEqual([...(isPaid ? ["broken"] : []), "tool_use", "tool_use", "tool_use"]);
});

test.each(troubles)("%s, always: people read why, and the rules speak alone", async (_, turn, words, isPaid) => {
  const played = await api.play(turn);
  expect(played.state).toBe("failed");
  expect(played.row).toMatchObject({ state: "failed", completedAt: expect.any(Date) });
  expect(played.read).toMatchObject({ engine: "rules", investigation: { steps: [] } });
  expect(played.read?.investigation?.problem).toMatch(words);
  expect(played.read?.investigation?.problem).toMatch(/\. The rules speak alone\.$/);
  expect(played.asked).toHaveLength(3);
  expect(outcomesOf(played)).toEqual(isPaid ? ["broken", "broken", "broken"] : []);
  // 1,000 tokens in, at $4 a million, each time; and what was said.
  if (isPaid) expect(paidFor(played)).toBeGreaterThan(0.012);
  expect(played.read?.investigation?.spent.usd).toBeCloseTo(paidFor(played), 6);
});

test("how long to wait is done as told, when somebody still waits by then", async () => {
  const patient = await api.play(refused(429, "rate_limit_error", { "retry-after": "40" }), concluding);
  expect(patient.state).toBe("inconclusive");
  expect(time.passedMs).toBe(40_000);
  // Who waits says that it lives.
  await expect.poll(api.unseenMs, { timeout: 10_000 }).toBeLessThanOrEqual(10_000);

  const date = new Date(Date.now() + time.passedMs + 20_000).toUTCString();
  expect((await api.play(refused(529, "overloaded_error", { "retry-after": date }), concluding)).state).toBe(
    "inconclusive",
  );

  const vain = await api.play(refused(429, "rate_limit_error", { "retry-after": "600" }), concluding);
  expect(vain).toMatchObject({ state: "failed", asked: { length: 1 } });
  expect(vain.read?.investigation?.problem).toMatch(/\(429\); nothing asks it again by itself, people may in 10 min/);
  expect(time.passedMs).toBeLessThan(61_000);
});

test("a token a second is slow, and no silence", async () => {
  const thought = "The deploy of ten past three is what comes to mind first. ".repeat(50);
  const slow: Turn = {
    content: [{ type: "text", text: thought }, supposed],
    pause: () => time.pass(1_000),
  };
  const played = await api.play(slow, concluding);
  expect(time.passedMs).toBeGreaterThan(60_000);
  expect(played.state).toBe("inconclusive");
  expect(kindsOf(played)).toEqual(["thought", "hypothesis"]);
});

test("who only signals that it lives is not silent: it thinks", async () => {
  const thinking = saying(acting, 1, async (say) => {
    for (let i = 0; i < 10; i++) {
      say.event({ type: "ping" });
      await time.pass(10_000);
    }
    for (const event of say.rest) say.event(event);
  });
  const played = await api.play(thinking, concluding);
  expect(played.state).toBe("inconclusive");
  expect(kindsOf(played)).toEqual(["hypothesis", "look"]);
});

test.each([
  ["in the middle of an answer", 7],
  ["before an answer", 0],
])("who falls silent %s is given up, and somebody is seen to wait for it meanwhile", async (_, events) => {
  const unseen: number[] = [];
  const silent: Turn = {
    speak(response, model) {
      const silence = async (isOver: () => boolean) => {
        for (let i = 0; !isOver(); i++) {
          await time.pass(5_000);
          if (i === 6)
            await expect
              .poll(api.unseenMs, { timeout: 10_000 })
              .toBeLessThanOrEqual(10_000)
              .then(async () => unseen.push(await api.unseenMs()));
        }
      };
      if (events === 0) return silence(() => response.destroyed);
      const turn = saying(acting, events, (say) => silence(say.isOver));
      return "speak" in turn ? turn.speak(response, model) : undefined;
    },
  };
  const once = await api.play(silent, acting, concluding);
  expect(once.state).toBe("inconclusive");
  expect(outcomesOf(once)).toEqual([...(events > 0 ? ["broken"] : []), "tool_use", "tool_use"]);
  expect(kindsOf(once)).toEqual(["hypothesis", "look"]);
  expect(unseen).toHaveLength(1);

  const before = time.passedMs;
  const always = await api.play(silent);
  expect(always.state).toBe("failed");
  expect(always.read?.investigation?.problem).toMatch(/^Claude did not answer in time\./);
  expect(always.asked).toHaveLength(3);
  // Two minutes are all that an answer gets, with all its tries.
  expect(time.passedMs - before).toBeLessThanOrEqual(130_000);
});

test("one that somebody has stopped hangs up in the middle of an answer, and what came of it is paid", async () => {
  const told = await api.play(
    saying(acting, 3, async (say) => {
      await prisma().diagnosis.updateMany({ where: { state: "running", engine: "claude" }, data: { state: "failed" } });
      while (!say.isOver()) await time.pass(5_000);
    }),
    concluding,
  );
  expect(told.asked).toHaveLength(1);
  expect(outcomesOf(told)).toEqual(["broken"]);
  expect(kindsOf(told)).toEqual([]);
});
