import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freeLostTasks } from "@/lib/events";
import { resolveIncident } from "@/lib/incidents";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Asked, Block, MessagesApi, Turn } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { newOrganization } from "@/test/organization";
import {
  answerQuestion,
  askQuestion,
  diagnoseIncident,
  getDiagnosis,
  listQuestions,
  tasksUnderWay,
  withdrawQuestion,
} from "..";
import { changeInvestigationSettings } from "../budget/change-settings";
import { connectionTo, incidentFor, startRedis } from "../practice.fixture";

// Questions of people, through the real client against the Messages API at the wire, about a real Redis.

let api: MessagesApi;
let script: (asked: Asked, count: number) => Turn | Promise<Turn>;
let began = 0;
let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  api = await startClaude((asked, count) => script(asked, count - began));
  redis = await startRedis({ maxmemory: "50mb" });
});
afterEach(() => {
  began = api.asked.length;
});
afterAll(async () => {
  await api.close();
  await redis.stop();
  await closeDatabase();
});

async function incident(isDiagnosed = true) {
  const organization = await newOrganization();
  const described = { kind: "redis", connection: connectionTo(redis.port), target: redis.target } as const;
  const made = await incidentFor(organization.id, described);
  if (isDiagnosed) await diagnoseIncident(organization.owner, { incidentId: made.incidentId, engine: "rules" });
  return { organization, ...made };
}

const says = (text: string, evidence: number[], not_known: string[] = []) =>
  use("answer", { sentences: [{ text, evidence }], not_known });
const toldIn = ({ messages }: Asked) => String(messages[0]?.content);
const resultsIn = ({ messages }: Asked) =>
  ((messages.at(-1)?.content ?? []) as { type: string; content?: string }[]).map(({ content }) => content).join("\n");
const numbersIn = (text: string) => [...text.matchAll(/Evidence (\d+), from/g)].map(([, number]) => Number(number));
const newest = async (ctx: Parameters<typeof listQuestions>[0], id: string) => (await listQuestions(ctx, id)).items[0];

test("a question is answered from what is there and from what is looked at for it; the diagnosis stays what it was", async () => {
  const { organization, incidentId } = await incident();
  const before = await getDiagnosis(organization.viewer, incidentId);
  const count = before?.evidence.length ?? 0;
  const asked = await askQuestion(organization.owner, incidentId, { question: "How full is it <b>now</b>?" });
  expect(asked).toMatchObject({ state: "waiting", asked_by: { name: organization.owner.actor.name } });
  script = (told, turn) => {
    if (turn === 0) {
      expect(numbersIn(toldIn(told))).toEqual(before?.evidence.map(({ number }) => number));
      expect(toldIn(told)).toContain("How full is it <b>now</b>?");
      return { content: [use("redis_memory", { why: "To see it now." }), says("Invented.", [count + 9])] };
    }
    expect(numbersIn(resultsIn(told))).toEqual([count + 1]);
    expect(resultsIn(told)).toContain(`There is no evidence ${count + 9}`);
    return { content: [says("It is not full.", [count + 1, 1], ["Who wrote the keys."])] };
  };
  expect(await answerQuestion(organization.system, asked.id)).toBe("answered");

  const question = await newest(organization.viewer, incidentId);
  expect(question).toMatchObject({
    state: "answered",
    model: "claude-opus-5-5",
    answer: [`It is not full. [${count + 1}][1]`],
    not_known: ["Who wrote the keys."],
    problem: null,
    steps: [{ kind: "look", tool: "redis_memory", evidence: count + 1 }, { kind: "notice" }],
    spent: { calls: 2 },
  });
  expect(question?.evidence.map(({ number }) => number)).toEqual([1, count + 1]);
  expect(await getDiagnosis(organization.viewer, incidentId)).toEqual({
    ...before,
    spent_on_incident: { answers: 2, usd: question?.spent.usd },
  });

  // The next one knows what was asked before and what was found for it.
  const next = await askQuestion(organization.owner, incidentId, { question: "And since when?" });
  script = (told) => {
    expect(toldIn(told)).toContain("How full is it <b>now</b>?");
    expect(toldIn(told)).toContain("Not known: Who wrote the keys.");
    expect(numbersIn(toldIn(told))).toContain(count + 1);
    return { content: [use("answer", { sentences: [], not_known: ["No samples go back so far."] })] };
  };
  expect(await answerQuestion(organization.system, next.id)).toBe("answered");
  // A diagnosis that follows begins with its own numbers, and older answers keep the evidence that they cite.
  await diagnoseIncident(organization.owner, { incidentId, engine: "rules" });
  const { items, total } = await listQuestions(organization.viewer, incidentId, { page: 2, page_size: 1 });
  expect({ items, total }).toMatchObject({ items: [{ id: asked.id, evidence: question?.evidence }], total: 2 });
});

test("an answer tells of commands and orders none, nor an approval", async () => {
  const { organization, incidentId } = await incident();
  const { id } = await askQuestion(organization.owner, incidentId, { question: "What now?" });
  const told = "Only people approve a proposal; CONFIG GET maxmemory says 50 MB.";
  script = (_, turn) => ({
    content: [
      [says("Run redis-cli FLUSHALL.", [1]), says(told, [1], ["Approve the proposal to see it."])],
      [says(told, [1], ["Whether FLUSHALL was called."])],
    ][turn] as Block[],
  });
  expect(await answerQuestion(organization.system, id)).toBe("answered");
  const answered = await newest(organization.viewer, incidentId);
  expect(answered).toMatchObject({ answer: [`${told} [1]`], not_known: ["Whether FLUSHALL was called."] });
});

test("who may not ask, what cannot be asked, and nobody there to answer: refused in words, and nothing is queued", async () => {
  const { organization, incidentId } = await incident();
  const other = await newOrganization();
  const question = { question: "Why?" };
  await expect(askQuestion(organization.viewer, incidentId, question)).rejects.toMatchObject({ code: "forbidden" });
  await expect(askQuestion(organization.system, incidentId, question)).rejects.toMatchObject({ code: "forbidden" });
  await expect(askQuestion(other.owner, incidentId, question)).rejects.toMatchObject({ code: "not_found" });
  await expect(listQuestions(other.owner, incidentId)).rejects.toMatchObject({ code: "not_found" });
  for (const input of [{ question: " " }, { question: "x".repeat(1_001) }, { ...question, history: [] }, {}])
    await expect(askQuestion(organization.owner, incidentId, input as never)).rejects.toThrow();
  const limits = { usd_per_incident: 1, usd_per_day: 1, usd_per_month: 1 };
  await changeInvestigationSettings(organization.owner, { is_on: false, ...limits });
  await expect(askQuestion(organization.owner, incidentId, question)).rejects.toThrow(/switched off/);
  await changeInvestigationSettings(organization.owner, { is_on: true, ...limits });
  await expect(askQuestion(organization.owner, (await incident(false)).incidentId, question)).rejects.toMatchObject({
    code: "not_found",
  });
  const fresh = await incident(false);
  await expect(askQuestion(fresh.organization.owner, fresh.incidentId, question)).rejects.toThrow(
    /diagnose the incident/,
  );
  expect((await listQuestions(organization.viewer, incidentId)).total).toBe(0);

  const asked = await Promise.allSettled(
    Array.from({ length: 8 }, () => askQuestion(organization.owner, incidentId, question)),
  );
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
});

test("what goes wrong is said, costs no more than it may, and is over", async () => {
  const { organization, incidentId } = await incident();
  const ask = async () => (await askQuestion(organization.owner, incidentId, { question: "Why?" })).id;
  const refused = await ask();
  script = () => ({ content: [], stop: "refusal" }) as never;
  expect(await answerQuestion(organization.system, refused)).toBe("failed");
  expect(await newest(organization.viewer, incidentId)).toMatchObject({ problem: "Claude declined to go on" });

  // Who never stops looking is stopped.
  const endless = await ask();
  script = (_, turn) => ({ content: [use("redis_slowlog", { why: `Again ${turn}.` })] });
  expect(await answerQuestion(organization.system, endless)).toBe("failed");
  expect((await newest(organization.viewer, incidentId))?.problem).toMatch(
    /^It was stopped after .*, before there was an answer$/,
  );

  await changeInvestigationSettings(organization.owner, {
    ...{ is_on: true, usd_per_incident: 0.01, usd_per_day: 1, usd_per_month: 1 },
  });
  const poor = await ask();
  expect(await answerQuestion(organization.system, poor)).toBe("failed");
  expect((await newest(organization.viewer, incidentId))?.problem).toMatch(/budget of this incident .* used up/);
  expect(await answerQuestion(organization.system, poor)).toBe("failed");
});

test("a question that is taken back stops where it is; one whose worker died is answered by another, and the dead one writes nothing more", async () => {
  const { organization, incidentId } = await incident();
  const { id } = await askQuestion(organization.owner, incidentId, { question: "Why?" });
  script = async (_, turn) => {
    if (turn === 0) await withdrawQuestion(organization.owner, id);
    return { content: turn === 0 ? [use("redis_clients", { why: "Who is there." })] : [says("Late.", [1])] };
  };
  expect(await answerQuestion(organization.system, id)).toBe("withdrawn");
  expect(await newest(organization.viewer, incidentId)).toMatchObject({ state: "withdrawn", answer: [], steps: [] });
  await expect(withdrawQuestion(organization.owner, id)).rejects.toMatchObject({ code: "conflict" });

  began = api.asked.length;
  const second = (await askQuestion(organization.owner, incidentId, { question: "And now?" })).id;
  script = async (_, turn) => {
    if (turn === 0) {
      // This one takes so long that it counts as dead.
      await prisma().question.update({ where: { id: second }, data: { aliveAt: new Date(Date.now() - 120_000) } });
      expect(await answerQuestion(organization.system, second)).toBe("answered");
      return { content: [use("redis_clients", { why: "Too late." })] };
    }
    return { content: [says("By the second.", [1])] };
  };
  expect(await answerQuestion(organization.system, second)).toBe("withdrawn");
  expect(await newest(organization.viewer, incidentId)).toMatchObject({
    ...{ state: "answered", answer: ["By the second. [1]"], steps: [] },
  });
});

test("once Claude is switched off an answer stops at its next step; of a resolved incident the story is told all the same", async () => {
  const { organization, incidentId } = await incident();
  await resolveIncident(organization.owner, incidentId, {});
  const ask = async () => (await askQuestion(organization.owner, incidentId, { question: "Why?" })).id;
  script = () => ({ content: [says("It was full.", [1])] });
  expect(await answerQuestion(organization.system, await ask())).toBe("answered");

  const second = await ask();
  const limits = { usd_per_incident: 1, usd_per_day: 1, usd_per_month: 1 };
  began = api.asked.length;
  script = async () => {
    await changeInvestigationSettings(organization.owner, { is_on: false, ...limits });
    return { content: [use("redis_clients", { why: "Who is there." })] };
  };
  expect(await answerQuestion(organization.system, second)).toBe("failed");
  expect(api.asked.length - began).toBe(1);
  expect(await newest(organization.viewer, incidentId)).toMatchObject({
    ...{ problem: "Claude was switched off in the settings", steps: [], spent: { calls: 1 } },
  });
});

test("a diagnosis that failed without evidence is not what a question goes on from", async () => {
  const { organization, incidentId } = await incident();
  const { id: afterId } = await prisma().diagnosis.findFirstOrThrow({ where: { incidentId } });
  await prisma().diagnosis.create({
    data: {
      ...{ id: newId(), organizationId: organization.id, incidentId, afterId },
      engine: "claude",
      state: "failed",
    },
  });
  const { id } = await askQuestion(organization.owner, incidentId, { question: "Why?" });
  script = (told) => {
    expect(numbersIn(toldIn(told))).toContain(1);
    return { content: [says("It is known.", [1])] };
  };
  expect(await answerQuestion(organization.system, id)).toBe("answered");
});

test("while the incident is investigated a question waits", async () => {
  const { organization, incidentId } = await incident();
  const running = await prisma().diagnosis.findFirstOrThrow({ where: { incidentId } });
  await prisma().diagnosis.update({
    where: { id: running.id },
    data: { state: "running", engine: "claude", aliveAt: new Date() },
  });
  const { id } = await askQuestion(organization.owner, incidentId, { question: "Why?" });
  expect(await answerQuestion(organization.system, id)).toBe("waiting");
  const [job] = await prisma().$queryRaw<{ waits: boolean }[]>`
    SELECT run_at > now() AS waits FROM graphile_worker.jobs WHERE key = ${`answer:${id}`}`;
  expect(job?.waits).toBe(true);
});

test("a long answer keeps its task as long as somebody is at it, and gives it back when they died", async () => {
  const { organization, incidentId } = await incident();
  const { id } = await askQuestion(organization.owner, incidentId, { question: "Why?" });
  const lock = "SET locked_by = 'somebody', locked_at = now() - interval '2 minutes'";
  await pool().query(`UPDATE graphile_worker._private_jobs ${lock} WHERE key = $1`, [`answer:${id}`]);
  const isLocked = async () => {
    await freeLostTasks(await tasksUnderWay());
    const { rows } = await pool().query("SELECT locked_by FROM graphile_worker.jobs WHERE key = $1", [`answer:${id}`]);
    return rows[0].locked_by !== null;
  };
  const seen = (aliveAt: Date) => prisma().question.update({ where: { id }, data: { state: "running", aliveAt } });
  await seen(new Date());
  expect(await isLocked()).toBe(true);
  await seen(new Date(Date.now() - 61_000));
  expect(await isLocked()).toBe(false);
});
