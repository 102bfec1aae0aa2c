import type { Page } from "@playwright/test";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import { evidenceIn, MODEL, test, use } from "./fixtures/claude";
import { inspect } from "./fixtures/page-check";
import { approve, onIncident } from "./fixtures/screens";
import { foundBy } from "./fixtures/stories";
import { expect } from "./fixtures/test";

// What a model would write if somebody had talked it into it: in the page, in its title, and without a place to break the line.
const IMAGE = `<img src=x onerror="document.title='taken'">`;
const LINK = `[click](http://evil.example/${"a".repeat(120)})`;

/** Fills the Redis, and opens the page of its incident once Nightshift has found it. */
async function breakRedis(page: Page, api: Parameters<typeof foundBy>[0]): Promise<string> {
  await api.post("/sandbox/redis-test/inject-failure", { scenario: "memory-exhaustion" });
  const { id } = await foundBy(api, "redis-test");
  await page.goto(`/incidents/${id}`);
  return id;
}

/** From the diagnosis to the end, with a person's approval. */
async function repair(page: Page): Promise<void> {
  const incident = onIncident(page);
  await incident.getFix.click();
  await expect(incident.proposal).toContainText("Clear every key");
  await approve(page);
  await expect(incident.run("Clear every key: redis-test")).toContainText("Succeeded");
  await expect(incident.nextStep).toContainText("Resolved");
}

test("Claude investigates while everybody can watch: its steps, its doubts, its sources and its price; its words stay words", async ({
  page,
  api,
  claude,
}) => {
  const faults: string[] = [];
  const id = await breakRedis(page, api);
  const { diagnosis, timeline } = onIncident(page);
  const steps = diagnosis.getByRole("region", { name: "Investigation" });

  // The rules speak first, and Claude has not said a word yet.
  const first = await claude.question();
  await expect(diagnosis.getByRole("heading", { name: "Root cause" })).toBeVisible();
  await expect(diagnosis).toContainText("by rules so far");
  await expect(steps).toContainText(`${MODEL} investigates`);
  first.answer(
    { type: "thinking", thinking: `The memory first. ${IMAGE} ${LINK}`, signature: "signed" },
    use("state_hypothesis", {
      ...{ id: "A", component: "Redis memory", fault: "redis.memory_exhausted" },
      statement: `The memory is full, so writes are refused. ${IMAGE}`,
      test: "What is used stands at the limit, and a write is refused.",
    }),
    use("state_hypothesis", {
      ...{ id: "B", component: "Redis commands", fault: "redis.slow_commands" },
      statement: `Slow commands hold everybody up. ${LINK}`,
      test: "The slow log holds commands of the last minutes.",
    }),
    use("redis_memory", { why: `To see how full it is. ${IMAGE}` }),
  );

  // What it supposes, what it looks at and why, and what was found there: as it happens, in a page that nobody reloads.
  const second = await claude.question();
  const memory = evidenceIn(second.asked, "redis.memory");
  const step = (words: string) => steps.getByRole("listitem").filter({ hasText: words });
  await expect(step("Supposes A")).toContainText(`The memory is full, so writes are refused. ${IMAGE}`);
  await expect(step("Supposes B")).toContainText(LINK);
  await expect(step("redis_memory")).toContainText(`To see how full it is. ${IMAGE}`);
  await expect(step("redis_memory").getByRole("link", { name: `Evidence ${memory}`, exact: true })).toBeVisible();
  second.answer(
    use("judge_hypothesis", {
      ...{ id: "A", verdict: "confirmed", confidence: 0.95, evidence: [memory] },
      because: "What is used stands at the limit, and nothing may be evicted.",
    }),
    use("redis_slow_commands", { why: "To rule out that something merely holds it up." }),
  );
  const third = await claude.question();
  const slow = evidenceIn(third.asked, "redis.slowlog");
  await expect(step("A confirmed")).toBeVisible();
  third.answer(
    use("judge_hypothesis", {
      ...{ id: "B", verdict: "rejected", confidence: 0.9, evidence: [slow], against: [] },
      because: "The slow log holds nothing that would explain it.",
    }),
  );
  const fourth = await claude.question();
  await expect(step("B ruled out")).toBeVisible();
  await expect(diagnosis).toContainText("by rules so far");
  faults.push(...(await inspect(page, "an investigation under way")));

  fourth.answer(
    use("conclude", {
      outcome: "cause_found",
      summary: [
        { text: `Redis is full and refuses every write. ${IMAGE} ${LINK}`, evidence: [memory] },
        { text: "A batch job wrote more than usual.", evidence: [] },
      ],
      root_cause: { hypothesis: "A", confidence: 0.95 },
      do_now: [{ text: "Make room.", evidence: [memory] }],
      look_next: [`Who writes the keys. ${LINK}`],
    }),
  );
  await expect(diagnosis).toContainText(`by ${MODEL}`);
  await expect(diagnosis).toContainText("95 % sure");
  await expect(diagnosis).toContainText(`Redis is full and refuses every write. ${IMAGE} ${LINK}`);
  await expect(diagnosis).toContainText("A batch job wrote more than usual. (a guess: nothing that was seen shows it)");
  await expect(steps).toContainText(/\$0\.\d{3}, [\d,]+ tokens in 4 answers/);
  await expect(timeline).toContainText(LINK);
  const cited = page.locator(`#evidence-${memory}`);
  await diagnosis
    .getByRole("link", { name: `Evidence ${memory}`, exact: true })
    .first()
    .click();
  await expect(cited).toHaveAttribute("open", "");
  await expect(cited.locator("pre")).toContainText("used_memory:");
  // Nothing that it said has become a part of the page.
  await expect(page.locator(`img[src="x"], a[href*="evil"]`)).toHaveCount(0);
  await expect(page).not.toHaveTitle("taken");
  await steps.getByText("7 steps").click();
  faults.push(...(await inspect(page, "what Claude found")));

  // A person asks on; the answer comes by itself, with its sources, and the diagnosis stays what it was.
  const questions = page.getByRole("region", { name: "Questions" });
  await questions.getByLabel("Ask about this incident").fill(`Did anybody restart it? ${IMAGE}`);
  await page.keyboard.press("Control+Enter");
  await expect(questions).toContainText("Looking for the answer…");
  const asked = await claude.question();
  expect(JSON.stringify(asked.asked.messages)).toContain("Did anybody restart it?");
  asked.answer(use("incident_timeline", { why: "To see what was done." }));
  const looked = await claude.question();
  const story = evidenceIn(looked.asked, "incident.timeline");
  looked.answer(
    use("answer", {
      sentences: [{ text: `Nobody did. ${LINK}`, evidence: [story] }],
      not_known: ["What happened outside of Nightshift."],
    }),
  );
  await expect(questions).toContainText(`Nobody did. ${LINK}`);
  await expect(questions).toContainText("What happened outside of Nightshift.");
  await questions
    .getByRole("link", { name: `Evidence ${story}`, exact: true })
    .first()
    .click();
  await expect(questions.locator("pre").filter({ hasText: "Opened by monitoring" })).toBeVisible();
  await expect(questions.locator("img, a[href*=evil]")).toHaveCount(0);
  faults.push(...(await inspect(page, "an answered question")));
  expect(faults).toEqual([]);

  await repair(page);
  const told = await api.get<DiagnosisView>(`/incidents/${id}/diagnosis`);
  expect(told).toMatchObject({ engine: "claude", root_cause: { fault: "redis.memory_exhausted" } });
});

test("while Claude cannot be had, the page says so, and the rules carry the incident alone", async ({
  page,
  api,
  claude,
}) => {
  claude.always({ status: 529, type: "overloaded_error", message: "Overloaded" });
  try {
    await breakRedis(page, api);
    const { diagnosis, timeline } = onIncident(page);
    const words = "Claude's API is overloaded (529). The rules speak alone.";
    await expect(diagnosis.getByRole("status").filter({ hasText: "Claude came to no conclusion." })).toContainText(
      words,
    );
    await expect(diagnosis).toContainText(/by rules, /);
    await expect(diagnosis.getByRole("heading", { name: "Root cause" })).toBeVisible();
    await expect(timeline).toContainText(`Claude could not help: ${words}`);
    expect(await inspect(page, "an incident that Claude could not help with")).toEqual([]);
    await repair(page);
  } finally {
    claude.always(null);
  }
});
