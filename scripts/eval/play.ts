import { setTimeout as sleep } from "node:timers/promises";
import { dataOf } from "@/client";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { refuseDead } from "../bench/program";
import { beBusy } from "./busy";
import { type Break, type Case, type ServiceName, serviceNames } from "./cases";
import { calm, type Ground, incidentsSince, look } from "./ground";
import { type Engine, type Treated, treat } from "./treat";

const DETECTED_WITHIN_MS = 60_000;
// Once one of two faults of a service has been dealt with, the other has this long to show.
const SHOWS_WITHIN_MS = 30_000;

/** What was seen of one case. */
export type Played = {
  /** By service and scenario: when it was asked for, on this machine's clock. */
  brokenAt: Map<Break, number>;
  treated: Treated[];
  /** What monitoring opened about services that were well. */
  falseAlarms: IncidentSummary[];
};

/** Breaks what the case breaks, and takes every incident of it through to its end. */
export async function play(ground: Ground, wanted: Case, engine: Engine): Promise<Played> {
  const { stack } = ground;
  refuseDead([stack.worker]);
  await calm(ground);
  const since = Date.now();
  const brokenAt = new Map<Break, number>();
  const concerned = serviceNames.filter(
    (name) => wanted.alert?.service === name || wanted.breaks.some(({ service }) => service === name),
  );
  await Promise.all(concerned.map((name) => breakInTurn(ground, wanted.breaks, name, brokenAt)));
  const takeBack = wanted.alert && (await ground.send(wanted.alert));
  if (wanted.quietMs) await beQuiet(ground, wanted.quietMs, wanted.isBusy ?? false);
  const treated = await Promise.all(
    concerned.map((name) => {
      const count = wanted.breaks.filter(({ service }) => service === name).length;
      return treatAll(ground, name, { since, count, engine });
    }),
  );
  await takeBack?.();
  const opened = await incidentsSince(stack, since);
  return {
    brokenAt,
    treated: treated.flat(),
    falseAlarms: opened.filter(
      ({ alert_source, service_name }) =>
        alert_source === "monitoring" && !wanted.breaks.some(({ service }) => service === service_name),
    ),
  };
}

async function beQuiet(ground: Ground, forMs: number, isBusy: boolean): Promise<void> {
  const stopWork = isBusy ? await beBusy(ground) : null;
  try {
    await sleep(forMs, undefined, { signal: ground.stack.signal });
  } finally {
    await stopWork?.();
  }
}

/** What is to be broken in one service; different services are broken side by side. */
async function breakInTurn(
  { stack }: Ground,
  breaks: Break[],
  name: ServiceName,
  brokenAt: Map<Break, number>,
): Promise<void> {
  for (const one of breaks.filter(({ service }) => service === name)) {
    brokenAt.set(one, Date.now());
    await dataOf(
      stack.api.POST("/sandbox/{service}/inject-failure", {
        params: { path: { service: name } },
        body: { scenario: one.scenario },
      }),
    );
  }
}

/** The incidents of one service, one after another, until there were as many as faults or no more come. */
async function treatAll(
  { stack }: Ground,
  name: ServiceName,
  { since, count, engine }: { since: number; count: number; engine: Engine },
): Promise<Treated[]> {
  const treated: Treated[] = [];
  while (treated.length < Math.max(count, 1)) {
    const withinMs = treated.length === 0 ? DETECTED_WITHIN_MS : SHOWS_WITHIN_MS;
    const next = await look(stack, withinMs, async () => {
      const opened = await incidentsSince(stack, since);
      return (
        opened.find(
          ({ id, service_name }) => service_name === name && treated.every(({ incident }) => incident.id !== id),
        ) ?? null
      );
    });
    if (!next) break;
    treated.push(await treat(stack, next, { engine, isBroken: count > 0 }));
  }
  return treated;
}
