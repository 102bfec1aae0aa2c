import fc from "fast-check";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { applyAlert } from "./apply-alert";
import { holdAll } from "./hold-all";
import { settleSignals } from "./settle-signals";
import { alertOf, incidentsOf, newIntegration, newStage, sendingTo, standingClock } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

const runs = Number(process.env.NIGHTSHIFT_FUZZ ?? 40);
// A long run takes long, and longer beside others.
const timeout = 60_000 + runs * 2_000;

/** A few episodes of one thing, as a source tells them: each begins and ends, and the last may still be there. */
const episodes = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([spans, endsOpen]) => {
    let second = 0;
    const words = spans.flatMap(([pause, length]) => {
      const began = second + pause;
      second = began + length;
      return [
        { action: "trigger" as const, second: began },
        { action: "resolve" as const, second },
      ];
    });
    return endsOpen ? words.slice(0, -1) : words;
  });
const heard = episodes.chain((words) =>
  fc
    .array(fc.nat({ max: words.length - 1 }), { maxLength: 10 })
    .chain((again) => {
      const all = [...words.keys(), ...again];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    })
    .map((order) => ({ words, order })),
);

/** How many minutes the sender's clock is ahead: right, behind, just so much that only its newest words are refused, and by a time zone. */
const ahead = fc.constantFrom(0, 0, -120, 9, 600);

test("whatever order the words of some episodes come in, however often, and by whatever clock: one incident, in the state of the newest word", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(heard, ahead, async ({ words, order }, aheadMinutes) => {
      const { org, send } = await newStage();
      const began = time.in(aheadMinutes - 15).getTime();
      for (const index of order) {
        const { action, second } = words[index] ?? { action: "trigger", second: 0 };
        await send({ action, at: new Date(began + second * 1_000) });
      }
      const isOver = words.at(-1)?.action === "resolve";
      time.pass(6);
      await settleSignals();
      const incidents = await incidentsOf(org.id);
      expect(incidents).toHaveLength(1);
      expect(incidents[0]?.status === "resolved").toBe(isOver);
      expect(await prisma().signal.findMany({ where: { organizationId: org.id } })).toMatchObject([
        { status: isOver ? "resolved" : "firing", settlesAt: null, alertCount: order.length },
      ]);
    }),
    { numRuns: runs },
  );
});

test("several things of one service through several senders at once: never two incidents open, and none left open", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(heard, { minLength: 2, maxLength: 3 }), async (things) => {
      const { org, send } = await newStage();
      const other = sendingTo(await newIntegration(org.id, "grafana"));
      const began = time.in(-15).getTime();
      const senders = things.flatMap(({ words, order }, thing) =>
        [order, order.toReversed()].map(async (mine) => {
          for (const index of mine) {
            const { action, second } = words[index] ?? { action: "trigger", second: 0 };
            const say = { action, dedupKey: `thing-${thing}`, at: new Date(began + second * 1_000) };
            await (thing === 1 ? other.send : send)(say);
          }
        }),
      );
      await Promise.all(senders);
      time.pass(6);
      await settleSignals();
      const open = (await incidentsOf(org.id)).filter(({ status }) => status !== "resolved");
      const firing = things.filter(({ words }) => words.at(-1)?.action === "trigger").length;
      expect(open).toHaveLength(Math.min(1, firing));
      expect(await prisma().signal.count({ where: { organizationId: org.id, status: "firing" } })).toBe(firing);
    }),
    { numRuns: Math.ceil(runs / 4) },
  );
});

test("groups of the same alerts from several senders at once, each in its own order: nobody waits crosswise", async () => {
  const { org, integration } = await newStage();
  const at = time.in(-2);
  const group = (order: number[]) =>
    inTransaction(async (tx) => {
      const alerts = order.map((thing) => alertOf({ dedupKey: `thing-${thing}`, service: `service-${thing % 3}`, at }));
      await holdAll(tx, integration, alerts);
      for (const alert of alerts) await applyAlert(tx, integration, alert, time.in(0));
    });
  const up = [0, 1, 2, 3, 4, 5];
  const senders = [up, up.toReversed(), [3, 0, 5, 2, 4, 1]].map(async (order) => {
    // A deadlock would reject.
    for (let start = 0; start < up.length; start++) await group([...order.slice(start), ...order.slice(0, start)]);
  });
  await Promise.all(senders);
  expect((await incidentsOf(org.id)).map(({ serviceName }) => serviceName).sort()).toEqual([
    "service-0",
    "service-1",
    "service-2",
  ]);
  expect(await prisma().signal.count({ where: { organizationId: org.id, alertCount: 18 } })).toBe(6);
});
