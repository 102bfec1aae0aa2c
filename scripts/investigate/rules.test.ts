import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "./main";

const recorded = "lib/diagnosis/transcripts/recorded/redis-memory.json";
const home = mkdtempSync(join(tmpdir(), "nightshift-rules-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function judged(over: object) {
  const file = join(home, "transcript.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(recorded, "utf8")), ...over }));
  const said: string[] = [];
  const code = await main(["--rules", file], (line) => said.push(line));
  return { code, said: said.join("\n") };
}

test("the rules judge a transcript again, and say in which way they differ from then, or from what is expected", async () => {
  const { by_rules: then, evidence } = JSON.parse(readFileSync(recorded, "utf8"));
  const same = await judged({ expected: undefined });
  expect(same.code).toBe(0);
  expect(same.said).toMatch(
    /confirmed redis\.memory_exhausted \(95 %\): Memory is full.*\n(?:.*\n)*As then: redis\.memory_exhausted$/,
  );

  const wrong = {
    ...then,
    fault: "redis.down",
    hypotheses: [{ fault: "redis.down", verdict: "likely", confidence: 0.5 }],
  };
  const differs = await judged({ by_rules: wrong, expected: undefined });
  expect(differs.code).toBe(1);
  expect(differs.said).toContain("The outcome was redis.down, and is redis.memory_exhausted");
  expect(differs.said).toContain("redis.down was likely (50 %), and is rejected (95 %)");
  expect(differs.said).toContain("redis.memory_exhausted was not considered, and is confirmed (95 %)");

  // A wrong diagnosis whose rule was mended since.
  const mended = await judged({ by_rules: wrong });
  expect(mended).toMatchObject({ code: 0, said: expect.stringMatching(/As expected: redis\.memory_exhausted$/) });
  const unmended = await judged({ expected: { state: "completed", fault: "redis.down" } });
  expect(unmended).toMatchObject({ code: 1, said: expect.stringMatching(/Not as expected, which is: redis\.down$/) });

  expect((await judged({ evidence: evidence.map((one: object) => ({ ...one, facts: null })) })).code).toBe(2);
  expect(await main(["--replay", recorded], () => {})).toBe(2);
});
