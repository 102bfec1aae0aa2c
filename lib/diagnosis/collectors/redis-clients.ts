import { quoted } from "../excerpt";
import { configFields, infoCollector, limit, numberIn, redisCollector } from "./redis-collector";

export const redisClients = infoCollector("clients", (fields) => {
  const connected = numberIn(fields, "connected_clients");
  return connected === null ? {} : { redisClients: { connected, max: limit(numberIn(fields, "maxclients")) } };
});

export const redisClientsSetting = redisCollector({
  source: "redis.config",
  command: ["CONFIG", "GET", "maxclients"],
  ask: (redis) => redis.config("GET", "maxclients"),
  parse(answer) {
    const { fields, text } = configFields(answer);
    const max = limit(numberIn(fields, "maxclients"));
    return { text, facts: max === null ? {} : { redisClientsSetting: { max } } };
  },
});

const SHOWN_GROUPS = 30;

/** Who is connected, summarised: ten thousand lines of CLIENT LIST say less than who holds how many for how long. */
export const redisClientList = redisCollector({
  source: "redis.client-list",
  command: ["CLIENT", "LIST"],
  ask: (redis) => redis.client("LIST"),
  parse(answer) {
    const groups = groupsOf(String(answer));
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const rows = groups
      .slice(0, SHOWN_GROUPS)
      .map(
        ({ name, host, count, longestIdleS, commands }) =>
          `${count} from ${quoted(host)}, name ${quoted(name)}, idle up to ${longestIdleS} s, last commands ${quoted(commands.join(" "))}`,
      );
    const more = groups.length > SHOWN_GROUPS ? `\n… and ${groups.length - SHOWN_GROUPS} smaller groups` : "";
    return {
      text: `${total} clients, summarised by name and address:\n${rows.join("\n")}${more}`,
      facts: { redisClientGroups: { total, groups: groups.map(({ commands: _, ...group }) => group) } },
    };
  },
});

type Group = { name: string; host: string; count: number; longestIdleS: number; commands: string[] };

function groupsOf(list: string): Group[] {
  const groups = new Map<string, Group>();
  for (const line of list.split("\n")) {
    const field = (name: string) => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? "";
    if (!field("id")) continue;
    const [name, host] = [field("name"), field("addr").replace(/:\d+$/, "")];
    const key = `${host} ${name}`;
    const group = groups.get(key) ?? { name, host, count: 0, longestIdleS: 0, commands: [] };
    group.count += 1;
    group.longestIdleS = Math.max(group.longestIdleS, Number(field("idle")) || 0);
    const command = field("cmd");
    if (command && group.commands.length < 4 && !group.commands.includes(command)) group.commands.push(command);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
