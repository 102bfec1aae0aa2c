import { once } from "node:events";
import { setTimeout as real } from "node:timers/promises";
import { clock, useClock as putClock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { type Asked, type Block, type Event, eventsOf, type Turn, write } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getDiagnosis, investigateIncident } from "..";

/** The Messages API, where the investigator expects it. What it says is set for each test. */
export async function stage() {
  let script: (asked: Asked, count: number) => Turn | Promise<Turn> = () => concluding;
  let began = 0;
  let playing = "";
  const api = await startClaude((asked, count) => script(asked, count - began));
  return {
    close: api.close,
    /** How long nobody has been seen at the newest investigation, by the clock. */
    async unseenMs(): Promise<number> {
      const row = await prisma().diagnosis.findFirstOrThrow({ where: { incidentId: playing, engine: "claude" } });
      return clock.now().getTime() - row.aliveAt.getTime();
    },
    /** Investigates an incident of its own with these answers, the last one again and again, and tells what is left of it. */
    async play(...turns: (Turn | ((asked: Asked) => Turn))[]) {
      began = api.asked.length;
      const { organization, incidentId } = await incidentByRules();
      playing = incidentId;
      script = (asked, count) => {
        const turn = turns[Math.min(count, turns.length - 1)] ?? concluding;
        return typeof turn === "function" ? turn(asked) : turn;
      };
      const state = await investigateIncident(organization.system, incidentId);
      const row = await prisma().diagnosis.findFirstOrThrow({ where: { incidentId, engine: "claude" } });
      const calls = await prisma().modelCall.findMany({ where: { diagnosisId: row.id }, orderBy: { id: "asc" } });
      return {
        state,
        row,
        calls,
        asked: api.asked.slice(began),
        read: await getDiagnosis(organization.viewer, incidentId),
      };
    },
  };
}
export type Played = Awaited<ReturnType<Awaited<ReturnType<typeof stage>>["play"]>>;

async function incidentByRules() {
  const organization = await newOrganization();
  const { incidentId } = await openNow(organization.system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  await diagnoseIncident(organization.owner, { incidentId, engine: "rules" });
  return { organization, incidentId };
}

export const supposed = use("state_hypothesis", {
  id: "A",
  component: "Checkout",
  fault: "other.bad_deploy",
  statement: "A deploy broke it.",
  test: "Earlier incidents after deploys.",
});
export const looked = use("past_incidents", { why: "To see whether it happened before." });
export const judged = use("judge_hypothesis", {
  id: "A",
  verdict: "likely",
  confidence: 0.7,
  because: "Nothing else changed.",
  evidence: [1],
});
const concluded = use("conclude", {
  outcome: "inconclusive",
  summary: [{ text: "It is not known.", evidence: [] }],
  root_cause: null,
});
export const concluding = { content: [concluded] };

/** A time that stands still. Whoever waits without a way back waits no time at all; watches go on when it is moved. */
export function stillTime() {
  let offset = 0;
  const watches = new Set<{ until: number; go: () => void }>();
  const now = () => new Date(Date.now() + offset);
  const pass = async (ms: number): Promise<void> => {
    offset += ms;
    for (const watch of [...watches]) if (watch.until <= now().getTime()) watch.go();
    // Whoever was woken takes a turn before more of it passes.
    await real(2);
  };
  const restore = putClock({
    now,
    async sleep(ms, signal) {
      if (!signal) return pass(ms);
      signal.throwIfAborted();
      await new Promise<void>((go, stop) => {
        const cutShort = () => {
          watches.delete(watch);
          stop(signal.reason);
        };
        const watch = {
          until: now().getTime() + ms,
          go: () => {
            watches.delete(watch);
            signal.removeEventListener("abort", cutShort);
            go();
          },
        };
        watches.add(watch);
        signal.addEventListener("abort", cutShort, { once: true });
      });
    },
  });
  return {
    restore,
    /** Lets so much pass, and whoever waits for it notice. */
    pass,
    get passedMs() {
      return offset;
    },
  };
}
export type StillTime = ReturnType<typeof stillTime>;

/** Says so many events of an answer, and then whatever `then` does. */
export const saying = (
  turn: Extract<Turn, { content: Block[] }>,
  events: number,
  then: (say: Say) => unknown,
): Turn => ({
  async speak(response, model) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const gone = once(response, "close");
    const all = [...eventsOf(model, turn)];
    for (const event of all.slice(0, events)) write(response, event);
    const isOver = () => response.destroyed;
    await then({
      event: (event) => write(response, event),
      async raw(text) {
        // No more than whoever reads can take.
        if (!response.write(text)) await Promise.race([new Promise((go) => response.once("drain", go)), gone]);
      },
      rest: all.slice(events),
      isOver,
    });
    if (!isOver()) response.end();
  },
});
export type Say = {
  event: (event: Event) => void;
  raw: (text: string) => Promise<void>;
  rest: Event[];
  isOver: () => boolean;
};
