import { type Watched, withRedis } from "@/lib/monitoring";
import type { Effect } from "../contract";
import type { Preview } from "./action";
import { count, infoNumber, infoText } from "./redis-command";
import { keyspace, otherKeys } from "./redis-keys";

/** What a stop takes along, for people and for comparing. Empty for what has nothing in memory that it would not have on disk. */
type Loss = { text: string; figures: Effect["figures"]; state: Preview["state"] };

/** How a Redis keeps its keys over a stop. */
type Keeping = "append-only file" | "snapshot" | "last save failed" | "nothing";

const NOTHING: Loss = { text: "", figures: {}, state: {} };

/** What a stop of the service would lose, asked of the service itself. Postgres has on disk what was committed. */
export async function lossOfRestart(watched: Watched, isRunning: boolean): Promise<Loss> {
  if (watched.kind !== "redis") return NOTHING;
  if (!isRunning) return { ...NOTHING, state: { keys: 0, keeping: null } };
  const asked = await askRedis(watched).catch(() => null);
  // It is full, or hangs, or does not let Nightshift ask. That must not keep people from a restart, and not let them hope either.
  if (!asked)
    return {
      text: ". Redis cannot be asked what it would lose: count on losing all that is only in memory",
      figures: { keys: "unknown" },
      state: { keys: null, keeping: null },
    };
  const { keys, keeping, unsaved } = asked;
  return {
    text: `. ${fateOf(asked)}`,
    figures: { keys, kept_by: keeping, changes_since_last_save: unsaved },
    state: { keys, keeping },
  };
}

/** Why what a stop would lose is not what was shown any more; null when it is much the same. */
export function otherLoss(before: Preview["state"], now: Preview["state"]): string | null {
  if (typeof before.keys !== "number" || typeof now.keys !== "number") return null;
  // Nothing was in memory: it was not running.
  if (before.keeping && before.keeping !== now.keeping) {
    const words = (keeping: unknown) => (keeping === "nothing" ? "nothing" : `its ${keeping}`);
    return `its keys were kept by ${words(before.keeping)}, and now by ${words(now.keeping)}`;
  }
  const comesBack = now.keeping === "append-only file" || now.keeping === "snapshot";
  return comesBack ? null : otherKeys(before.keys, now.keys);
}

type Asked = { keys: number; keeping: Keeping; unsaved: number };

function fateOf({ keys, keeping, unsaved }: Asked): string {
  if (keys === 0) return "It holds no keys";
  const all = keys === 1 ? "Its one key" : `Its ${count(keys)} keys`;
  const changes = unsaved === 1 ? "one change" : `${count(unsaved)} changes`;
  switch (keeping) {
    case "append-only file":
      return `${all} ${keys === 1 ? "comes" : "come"} back from its append-only file`;
    case "snapshot":
      return `It saves before it stops, so ${all.toLowerCase()} should come back; ${changes} since its last save are lost if it cannot`;
    case "last save failed":
      return `Its last attempt to save failed: count on losing ${changes} since the last save, of ${all.toLowerCase()}`;
    case "nothing":
      return `${all} ${keys === 1 ? "is" : "are"} lost for good: it is not set to save before it stops`;
  }
}

async function askRedis(watched: Watched): Promise<Asked> {
  return withRedis(watched, async (redis) => {
    const setting = async (name: string) => ((await redis.config("GET", name)) as string[])[1] ?? "";
    const [info, savePoints, onStop] = await Promise.all([
      redis.info(),
      setting("save"),
      setting("shutdown-on-sigterm"),
    ]);
    return {
      keys: keyspace(info).keys,
      keeping: keepingOf(info, savePoints, onStop),
      unsaved: infoNumber(info, "rdb_changes_since_last_save"),
    };
  });
}

// https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/ and SHUTDOWN: told to stop, Redis saves where save points
// are set, unless `shutdown-on-sigterm` says `nosave`, and with an append-only file it writes that to its end.
function keepingOf(info: string, savePoints: string, onStop: string): Keeping {
  if (infoNumber(info, "aof_enabled") === 1)
    return infoText(info, "aof_last_write_status") === "ok" ? "append-only file" : "last save failed";
  if (/\bnosave\b/.test(onStop) || (savePoints === "" && !/\bsave\b/.test(onStop))) return "nothing";
  return infoText(info, "rdb_last_bgsave_status") === "ok" ? "snapshot" : "last save failed";
}
