import type { Facts } from "../facts";
import { faults } from "../faults";
import { count, duration, percent, plainName } from "../figures";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

const FULL = 0.95;
const NOTICED = 0.8;

export const redisConnectionsExhausted: Rule = {
  fault: faults.redisConnectionsExhausted,
  component: "Redis client connections",
  evaluate,

  immediateActions({ known }) {
    const { redisClientGroups: groups } = known;
    const [top] = groups?.value.groups ?? [];
    const max = maxOf(known);
    return [
      top
        ? `Find what opens connections and does not close them: ${whose(top)} ${cite(groups)}. Restart or roll back that client.`
        : "Find what opens connections and does not close them (CLIENT LIST), and restart or roll back that client.",
      top
        ? `Close its idle connections with CLIENT KILL: up to ${count(top.count, "slot")} ${top.count === 1 ? "comes" : "come"} free ${cite(groups)}. Applications that are well reconnect.`
        : "Close idle connections with CLIENT KILL. Applications that are well reconnect.",
      max
        ? `To let others in meanwhile, raise maxclients from ${count(max.value, "client")} ${cite(max)} with CONFIG SET maxclients, within the process's limit of open files.`
        : "To let others in meanwhile, raise maxclients with CONFIG SET maxclients.",
    ];
  },

  longTermFixes({ known }) {
    const { redisClientGroups: groups } = known;
    const [top] = groups?.value.groups ?? [];
    return [
      "Use one bounded connection pool per process, and close connections on every error path.",
      `Set the server's timeout option, so that it ends connections that idle${top ? `: the biggest group idles up to ${duration(top.longestIdleS)} ${cite(groups)}` : ""}. Its value 0 keeps them for ever.`,
      "Give every client a name (CLIENT SETNAME), so that the next leak names its owner.",
    ];
  },

  monitoring({ known }) {
    const { redisClients: clients, redisStats: stats } = known;
    const max = maxOf(known);
    const now =
      clients && max
        ? ` (now ${clients.value.connected} of ${max.value} ${cite(clients, known.redisClientsSetting)})`
        : "";
    return [
      `connected_clients as a share of maxclients${now}: warn at 70 %, wake somebody at 85 %.`,
      `rejected_connections of INFO stats${stats ? ` (now ${count(stats.value.rejectedConnections, "connection")} ${cite(stats)})` : ""}: every increase is an application that was turned away.`,
    ];
  },

  disprovedBy: "A newcomer that is let in, with connected_clients well below maxclients.",
};

function evaluate({ subject, known }: Facts): Assessment | null {
  if (subject.kind !== "redis") return null;
  const { redisClients: clients, redisClientGroups: groups, redisStats: stats, probe, sample, sessionFailure } = known;
  const refused = probe?.value.failures.includes("redis-clients-full")
    ? probe
    : sessionFailure?.value === "redis-clients-full"
      ? sessionFailure
      : undefined;
  const max = maxOf(known);
  if (!refused && !(clients && max)) return null;

  const connected = clients?.value.connected ?? 0;
  const share = clients && max ? connected / max.value : 0;
  const used =
    clients && max
      ? `${count(connected, "client")} of at most ${max.value} (${percent(connected, max.value)}) ${cite(clients, known.redisClientsSetting)}`
      : "a number of clients that could not be read";
  const words = sample?.value.failures.includes("redis-clients-full") ? sample : undefined;
  const turnedAway =
    stats && stats.value.rejectedConnections > 0
      ? ` ${count(stats.value.rejectedConnections, "connection")} were rejected since it started ${cite(stats)}.`
      : "";
  const [top] = groups?.value.groups ?? [];
  const held = top ? ` The biggest group is ${whose(top)} ${cite(groups)}.` : "";

  if (refused || share >= FULL) {
    const confidence = weigh({ words: (refused ?? words) !== undefined, setting: max !== undefined && share > 0 });
    const newcomer = refused
      ? `a newcomer is told "max number of clients reached" ${cite(refused)}`
      : "hardly a slot is free";
    const before = words ? `, as the error lines of the incident say ${cite(words)}` : "";
    return assess(
      refused || words ? "confirmed" : "likely",
      confidence,
      `Every client slot is taken: ${used}, and ${newcomer}${before}.${held}${turnedAway}`,
    );
  }
  if (share >= NOTICED)
    return assess("likely", 0.5, `Client slots are running out: ${used}; newcomers are still let in.${held}`);
  const open = probe && probe.value.failures.length === 0 ? ` A newcomer is let in ${cite(probe)}.` : "";
  return assess("rejected", 0.95, `Client connections are not it: ${used}.${open}`);
}

function maxOf({ redisClientsSetting: setting, redisClients: clients }: Facts["known"]) {
  if (setting) return { value: setting.value.max, evidence: setting.evidence };
  return clients?.value.max ? { value: clients.value.max, evidence: clients.evidence } : undefined;
}

function whose({
  name,
  host,
  count: size,
  longestIdleS,
}: {
  name: string;
  host: string;
  count: number;
  longestIdleS: number;
}) {
  const called =
    name === "" ? "without a name" : plainName(name) ? `named ${name}` : "with the name shown in the evidence";
  const from = plainName(host) ? ` from ${host}` : "";
  return `${count(size, "client")} ${called}${from}, idle up to ${duration(longestIdleS)}`;
}
