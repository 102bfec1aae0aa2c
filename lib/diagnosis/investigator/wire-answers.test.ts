import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/db";
import type { Turn } from "@/scripts/investigate/messages-api";
import { use } from "@/test/claude";
import { concluding, judged, looked, type Played, saying, stage, supposed } from "./wire.fixture";

// Answers that come to their end and are odd all the same. The stand-in refuses what the API would refuse to take back.

let api: Awaited<ReturnType<typeof stage>>;
beforeAll(async () => {
  api = await stage();
});
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const acting = { content: [supposed, looked] };
const kindsOf = ({ read }: Played) => read?.investigation?.steps.map(({ kind }) => kind);
const outcomesOf = ({ calls }: Played) => calls.map(({ outcome }) => outcome);

test("events and blocks that are not known here are passed over, and sent back as they came", async () => {
  const unknown = { type: "hologram", data: "b64" };
  const strange = saying(acting, 1, (say) => {
    say.event({ type: "weather_report", sky: "clear" });
    void say.raw(": a comment\n\nid: 7\nretry: 100\n\n");
    say.event({ type: "content_block_start", index: 0, content_block: unknown });
    say.event({ type: "content_block_delta", index: 0, delta: { type: "hologram_delta", light: 1 } });
    say.event({ type: "content_block_stop", index: 0 });
    for (const event of say.rest) say.event("index" in event ? { ...event, index: Number(event.index) + 1 } : event);
  });
  const played = await api.play(strange, concluding);
  expect(played.state).toBe("inconclusive");
  expect(kindsOf(played)).toEqual(["hypothesis", "look"]);
  expect(played.asked[1]?.messages[1]?.content).toEqual(expect.arrayContaining([unknown]));
});

test("a use of a tool that max_tokens cuts off is not acted upon: it is asked again with more room, and that has an end", async () => {
  const cutOff: Turn = {
    content: [supposed, { type: "tool_use", name: "past_incidents", raw: '{"why": "To see whe' }],
    stop: "max_tokens",
    usage: { input: 1_000, output: 8_000 },
  };
  const once = await api.play(cutOff, acting, concluding);
  expect(once.state).toBe("inconclusive");
  expect(kindsOf(once)).toEqual(["hypothesis", "look"]);
  expect(once.asked.slice(0, 2).map(({ max_tokens: most }) => most)).toEqual([8_000, 16_000]);
  // 1,000 in and 8,000 out, at $4 and $20 a million.
  expect(once.calls[0]).toMatchObject({ outcome: "max_tokens", outputTokens: 8_000 });
  expect(Number(once.calls[0]?.usd)).toBe(0.164);

  const always = await api.play(cutOff);
  expect(always).toMatchObject({ state: "failed", asked: { length: 3 } });
  expect(always.read?.investigation).toMatchObject({
    steps: [],
    problem: expect.stringMatching(/longer than it may be/),
  });
  expect(outcomesOf(always)).toEqual(["max_tokens", "max_tokens", "max_tokens"]);
});

test.each([
  ["nothing at all", { content: [] }],
  ["a pause", { content: [{ type: "text", text: "One moment." }], stop: "pause_turn" }],
] as [string, Turn][])("%s is asked to go on, once", async (_, turn) => {
  const once = await api.play(turn, acting, concluding);
  expect(once.state).toBe("inconclusive");
  expect(kindsOf(once)?.filter((kind) => kind !== "thought")).toEqual(["hypothesis", "look"]);
  const always = await api.play(turn);
  expect(always).toMatchObject({ state: "failed", asked: { length: 2 } });
  expect(always.read?.investigation?.problem).toMatch(/without a conclusion/);
});

test("of thousands of uses in one answer a few are carried out, and each is answered", async () => {
  const many = Array.from({ length: 3_000 }, () => judged);
  const played = await api.play({ content: [supposed, ...many] }, concluding);
  expect(played.state).toBe("inconclusive");
  // And one that says how many were not.
  expect(kindsOf(played)).toHaveLength(31);
  const results = played.asked[1]?.messages.at(-1)?.content as { is_error?: boolean }[];
  expect(results).toHaveLength(3_001);
  expect(results.filter(({ is_error: isError }) => isError)).toHaveLength(3_001 - 30);
});

test("an answer that cannot be booked at once is booked once, and neither thrown away nor paid again", async () => {
  await pool().query("CREATE SEQUENCE bookings");
  const failing = (when: string) => `CREATE OR REPLACE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF ${when} THEN RAISE 'connection reset'; END IF; RETURN NEW; END $$`;
  await pool().query(failing("nextval('bookings') = 1"));
  await pool().query("CREATE TRIGGER stumbles BEFORE INSERT ON model_calls FOR EACH ROW EXECUTE FUNCTION stumble()");
  const played = await api.play(acting, concluding);
  expect(played).toMatchObject({ state: "inconclusive", asked: { length: 2 } });
  expect(outcomesOf(played)).toEqual(["tool_use", "tool_use"]);
  // For good: it ends, and Claude is not paid for the same answer three times.
  await pool().query(failing("true"));
  expect(await api.play(acting, concluding)).toMatchObject({ state: "failed", asked: { length: 1 } });
  await pool().query("DROP TRIGGER stumbles ON model_calls");
});

test("what is not a use of a tool by its form is no answer; what a database cannot hold is kept as it can be", async () => {
  const shapeless = await api.play({ content: [supposed, use("past_incidents", "why?")] }, acting, concluding);
  expect(kindsOf(shapeless)).toEqual(["hypothesis", "look"]);
  expect(outcomesOf(shapeless)).toEqual(["broken", "tool_use", "tool_use"]);
  const unheard = { content: [{ type: "text" as const, text: "A\0B \ud800" }, use("past_incidents", { why: "A\0B" })] };
  const kept = await api.play(unheard, concluding);
  expect(kept.state).toBe("inconclusive");
  expect(kept.read?.investigation?.steps.map(({ text }) => text)).toEqual(["A\ufffdB \ufffd", "A\ufffdB"]);
});

test("nothing is carried out after the conclusion", async () => {
  const played = await api.play({ content: [...concluding.content, looked, supposed] });
  expect(played.state).toBe("inconclusive");
  expect(kindsOf(played)).toEqual([]);
});

test.each([
  ["in pieces", 64 * 1024, "\n"],
  ["in one line", 1024 * 1024, ""],
])("an answer of 50 MB %s is broken off: nobody holds it, and nobody asks for it again", async (_, size, end) => {
  const MOST = 50 * 1024 * 1024;
  let sent = 0;
  const text = "x".repeat(size);
  const endless = saying(acting, 2, async (say) => {
    for (; sent < MOST && !say.isOver(); sent += size) {
      const event = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } };
      await say.raw(end ? `event: content_block_delta\ndata: ${JSON.stringify(event)}\n\n` : text);
    }
  });
  const played = await api.play(endless);
  expect(played).toMatchObject({ state: "failed", asked: { length: 1 } });
  expect(played.read?.investigation?.problem).toMatch(/longer than an answer can be/);
  expect(outcomesOf(played)).toEqual(["broken"]);
  expect(sent).toBeLessThan(MOST);
});

test("a last word that is none leaves what was known by then", async () => {
  const again: Turn = { content: [looked] };
  const played = await api.play(acting, again, again, again, again, { content: [], stop: "refusal" });
  expect(played.state).toBe("inconclusive");
  expect(played.read?.summary).toContain("stopped after 4 repeated questions");
});
