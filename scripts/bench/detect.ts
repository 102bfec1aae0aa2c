import { setTimeout as sleep } from "node:timers/promises";
import { dataOf } from "@/client";
import { inWords, median, ms, ratio } from "./figures";
import { type SmallRedis, startRedis } from "./small-redis";
import type { Stack } from "./stack";
import type { Finding } from "./table";

const INTERVAL_MS = 2_000;
const BOUND_MS = 0.6 * INTERVAL_MS + 2_000;
const AT_ONCE = 4;

/** A failure at any moment of the interval → the incident is open in a client. */
export async function benchDetect(stack: Stack, isQuick: boolean): Promise<Finding[]> {
  const each = isQuick ? 3 : 8;
  return stack.run.step("Failure → open incident", async () => {
    const field = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => startRedis(stack.run, `watched-${i}`, null)),
    );
    const series = (await Promise.all(field.map((redis) => breakAgainAndAgain(stack, redis, each)))).flat();
    return [
      {
        what: `Failure → open incident, interval ${ms(INTERVAL_MS)}`,
        ours: inWords(series),
        against: `the interval: ${ms(INTERVAL_MS)}`,
        difference: `${ratio(median(series), INTERVAL_MS)} of the interval`,
        bound: `0.6 × interval + 2 s = ${ms(BOUND_MS)}`,
        verdict: median(series) <= BOUND_MS ? ("ok" as const) : ("OVER" as const),
      },
    ];
  });
}

async function breakAgainAndAgain({ api, live, run }: Stack, redis: SmallRedis, times: number): Promise<number[]> {
  const changesTo = (status: string) =>
    live.hear(
      `an incident of ${redis.name} that is ${status}`,
      "incident:changed",
      (incident) => incident.service_name === redis.name && incident.status === status,
    );
  const isSeen = live.hear(`a good sample of ${redis.name}`, "service:health", ({ name, status }) => {
    return name === redis.name && status === "healthy";
  });
  const service = {
    name: redis.name,
    kind: "redis",
    host: "127.0.0.1",
    port: redis.port,
    interval_ms: INTERVAL_MS,
  } as const;
  await dataOf(api.POST("/services", { body: service }));
  await isSeen;
  const series: number[] = [];
  for (let i = 0; i < times; i++) {
    // What was heard last came with a sample; from there any moment of the interval is as likely as another.
    await sleep(Math.random() * INTERVAL_MS, undefined, { signal: run.signal });
    const opened = changesTo("triggered");
    const began = performance.now();
    await redis.kill();
    await opened;
    series.push(performance.now() - began);
    const resolved = changesTo("resolved");
    await redis.start();
    await resolved;
  }
  await dataOf(api.DELETE("/services/{name}", { params: { path: { name: redis.name } } }));
  await redis.kill();
  return series;
}
