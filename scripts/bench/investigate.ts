import { dataOf } from "@/client";
import { type BusyClaude, letInvestigate } from "./busy-claude";
import { median, ms, quantile, ratio } from "./figures";
import { load } from "./load";
import { drained, pagerDuty, triggered } from "./pager-duty";
import { watch } from "./propose";
import { quietMoment } from "./quiet";
import { startRedis } from "./small-redis";
import type { Stack } from "./stack";
import type { Finding } from "./table";
import { until } from "./wait";

/** As many as a worker takes at once. */
const AT_ONCE = 4;
/**
 * Nothing measurable: the same measurement, repeated without any investigation on a machine with other work, differs by up to a tenth. Where
 * it differs by more in this very run, a difference of that size shows nothing either.
 */
const BOUND = 1.1;
/**
 * Between two webhooks. As many as go in would keep the worker busy with reading them, and what investigations add would be hidden in a CPU
 * that is used up anyway.
 */
const PAUSE_MS = 10;
const LOOK_MS = 100;

type Kind = "before" | "during" | "after";

/** Webhooks into the inbox over one connection, without an investigation, with four under way in the worker, and without again, in turns. */
export async function benchInvestigate(stack: Stack, isQuick: boolean, claude: BusyClaude): Promise<Finding[]> {
  const { run, signal } = stack;
  const integration = await pagerDuty(stack.organizationId);
  const incidents = await run.step("Incidents to investigate", () => toInvestigate(stack));
  const to = { host: "127.0.0.1", port: Number(new URL(stack.url).port), path: integration.path };
  const durationMs = isQuick ? 1_500 : 3_000;
  const series: Record<Kind, number[]> = { before: [], during: [], after: [] };
  let refused = 0;
  const send = async () => {
    const sent = await load(to, () => triggered(integration), 1, durationMs, signal, PAUSE_MS);
    refused += sent.refused;
    await drained(stack, integration);
    return sent.series;
  };
  await run.step("Webhooks beside investigations", async () => {
    // The first ones load modules and open the incidents that the others join.
    await send();
    for (let round = 0; round < (isQuick ? 3 : 9); round++) {
      await quietMoment(signal);
      // Without on both sides of with, so that what becomes slower by itself does not look like a difference.
      series.before.push(...(await send()));
      await begin(stack, incidents);
      series.during.push(...(await send()));
      await end(stack, claude);
      series.after.push(...(await send()));
    }
  });
  return findings(series, refused);
}

/** Incidents of services that can be looked at, each diagnosed by rules. */
async function toInvestigate(stack: Stack): Promise<string[]> {
  const { api, run, signal } = stack;
  return Promise.all(
    Array.from({ length: AT_ONCE }, async (_, i) => {
      const redis = await startRedis(run, `investigated-${i}`, null);
      await watch(stack, redis);
      const body = { title: `Something is wrong with ${redis.name}`, service_name: redis.name };
      const { id } = await dataOf(api.POST("/incidents", { body }));
      const path = { params: { path: { id } } };
      const isDiagnosed = async () => {
        const diagnosis = await dataOf(api.GET("/incidents/{id}/diagnosis", path));
        return diagnosis !== null && diagnosis.state !== "running";
      };
      await until(`the diagnosis of ${redis.name}`, isDiagnosed, signal, LOOK_MS);
      return id;
    }),
  );
}

const underWay = async ({ api }: Stack) =>
  (await dataOf(api.GET("/agent/status"))).running.filter(({ engine }) => engine === "claude");

async function begin(stack: Stack, incidents: string[]): Promise<void> {
  await letInvestigate(stack, true);
  await Promise.all(
    incidents.map((id) =>
      dataOf(stack.api.POST("/incidents/{id}/diagnose", { params: { path: { id } }, body: { engine: "auto" } })),
    ),
  );
  const areAtIt = async () => (await underWay(stack)).filter(({ steps }) => steps > 0).length === AT_ONCE;
  await until("the investigations", areAtIt, stack.signal, LOOK_MS);
  // What the webhooks open is not to be investigated as well.
  await letInvestigate(stack, false);
}

async function end(stack: Stack, claude: BusyClaude): Promise<void> {
  const running = await underWay(stack);
  if (running.length !== AT_ONCE) throw new Error(`At the end only ${running.length} investigations were under way`);
  claude.say("conclude");
  await until("their end", async () => (await underWay(stack)).length === 0, stack.signal, LOOK_MS);
  claude.say("look");
}

function findings({ before, during, after }: Record<Kind, number[]>, refused: number): Finding[] {
  const without = [...before, ...after];
  const rowOf = (name: string, figure: (series: number[]) => number): Finding & { factor: number; noise: number } => {
    const [first, again] = [figure(before), figure(after)];
    return {
      what: `Webhook → 202, ${AT_ONCE} investigations under way: ${name}`,
      ours: `${ms(figure(during))}, n ${during.length}`,
      against: `without: ${ms(figure(without))}; once more without: ${ratio(again, first)}`,
      difference: ratio(figure(during), figure(without)),
      bound: "",
      verdict: "",
      factor: figure(during) / figure(without),
      noise: Math.max(first / again, again / first),
    };
  };
  const { factor, noise, ...middle } = rowOf("median", median);
  const { factor: _, noise: __, ...tail } = rowOf("99th percentile", (series) => quantile(series, 0.99));
  const bound = Math.max(BOUND, noise);
  return [
    {
      ...middle,
      bound: `at most × ${bound.toFixed(2)}`,
      verdict: refused > 0 ? "WRONG" : factor <= bound ? "ok" : "OVER",
    },
    tail,
  ];
}
