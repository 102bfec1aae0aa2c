import { z } from "zod";
import { releaseReserve, withRedis } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { COUNTED, count, infoNumber, redisCommand } from "./redis-command";

/** Clients by the name they gave themselves, most first; without Nightshift's own connections. */
function byName(clientList: string, ownId: number): [name: string, clients: number][] {
  const counts = new Map<string, number>();
  for (const [, id, name = ""] of clientList.matchAll(/^id=(\d+) .*?name=(\S*)/gm)) {
    if (Number(id) === ownId || name.startsWith("nightshift")) continue;
    counts.set(name || "(unnamed)", (counts.get(name || "(unnamed)") ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

export const redisKillClients = defineAction({
  id: "redis.kill-clients",
  title: "Disconnect every client",
  description:
    "Closes the connections of all ordinary clients; data stays. Applications that are well reconnect by themselves.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ kind, target }) => kind === "redis" && target.kind !== "none",
  async preview({ watched }) {
    const [info, names, maxclients] = await withRedis(watched, async (redis) => [
      await redis.info("clients"),
      byName(String(await redis.client("LIST")), Number(await redis.client("ID"))),
      Number(((await redis.config("GET", "maxclients")) as string[])[1]),
    ]);
    const clients = infoNumber(info, "connected_clients");
    const others = names.reduce((sum, [, number]) => sum + number, 0);
    if (others === 0) throw conflict("Nobody but Nightshift is connected, so there is nobody to disconnect");
    const most = names.slice(0, 3).map(([name, number]) => `${count(number)} × ${name}`);
    return {
      effect: {
        text: `Disconnects ${count(others)} clients of at most ${count(maxclients)}: ${most.join(", ")}${names.length > 3 ? ` and ${names.length - 3} more names` : ""}`,
        figures: { connected_clients: clients, maxclients, names: names.length },
      },
      state: { clients },
    };
  },
  // Clients come and go by the second; who is disconnected is "everyone", then as now.
  drift: () => null,
  // When every slot is taken redis-cli gets none either. Nightshift gives up the one that it holds.
  prepare: async (watched) => releaseReserve(watched.id),
  commands: ({ watched }) => [redisCommand(watched, COUNTED, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")],
  expectedResult: "New connections are accepted again, and health rises above 80 unless something else keeps it low",
  settlesWithinMs: 10_000,
  // Whoever approves this is told that the data stays. A restart may lose it, so that is a decision of its own.
  fallback: [],
});
