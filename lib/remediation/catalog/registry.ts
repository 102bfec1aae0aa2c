import type { Watched } from "@/lib/monitoring";
import { invalid } from "@/lib/platform/errors";
import type { AnyAction } from "./action";
import { dockerRestart } from "./docker-restart";
import { dockerUnpause } from "./docker-unpause";
import { postgresKillConnections } from "./postgres-kill-connections";
import { postgresTerminateBlockers } from "./postgres-terminate-blockers";
import { processRestart } from "./process-restart";
import { redisFlushAll } from "./redis-flush-all";
import { redisKillClients } from "./redis-kill-clients";
import { redisRaiseMaxmemory } from "./redis-raise-maxmemory";

export const catalog: readonly AnyAction[] = [
  redisFlushAll,
  redisRaiseMaxmemory,
  redisKillClients,
  postgresKillConnections,
  postgresTerminateBlockers,
  dockerUnpause,
  dockerRestart,
  processRestart,
];

// Taking something back is not a way to fix anything: these are offered after what they undo, and never as an alternative.
const undos = catalog.flatMap(({ undoneBy }) => undoneBy ?? []);

/** The catalog's entry of this id. Throws `invalid` with the ids that exist. */
export function actionById(id: string): AnyAction {
  const action = [...catalog, ...undos].find((entry) => entry.id === id);
  if (!action) throw invalid(`There is no action ${JSON.stringify(id)}`, { actions: catalog.map((entry) => entry.id) });
  return action;
}

// What helps against which fault, best first. A fault that is not named here gets a restart, the way people would begin too.
const remedies: Record<string, readonly string[]> = {
  "redis.memory_exhausted": ["redis.flush-all", "redis.raise-maxmemory", "docker.restart", "process.restart"],
  "redis.connections_exhausted": ["redis.kill-clients", "docker.restart", "process.restart"],
  "postgres.connections_exhausted": ["postgres.kill-connections", "docker.restart", "process.restart"],
  "postgres.lock_pileup": ["postgres.terminate-blockers", "docker.restart", "process.restart"],
  "redis.evicting_too_much": ["redis.raise-maxmemory"],
  "redis.big_key": [],
  // What was not saved would be gone with a restart.
  "redis.persistence_failing": [],
  "redis.replication_broken": [],
  "redis.slow_commands": [],
  "postgres.long_transaction": ["postgres.terminate-blockers"],
  "postgres.bloat": [],
  "postgres.disk_full": [],
  "postgres.replication_lag": [],
  "postgres.checkpoints_forced": [],
  "docker.paused": ["docker.unpause", "docker.restart"],
  // There is nothing to run a command in.
  "docker.missing": [],
  "docker.port_conflict": [],
  "docker.image_trouble": [],
  "docker.volume_trouble": [],
};
// What only alerts tell of, or lies outside of the service: no text of an alert ever leads to an action.
const elsewhere = /^(?:host|http|tls|dns|network|database|application|security)\./;
const restart = ["docker.restart", "process.restart"];

/** What helps against a fault, on whatever service, best first. */
export const remedyIds = (fault: string | null): readonly string[] =>
  remedies[fault ?? ""] ?? (fault !== null && elsewhere.test(fault) ? [] : restart);

/** Whether the catalog knows anything against a fault. */
export const hasRemedy = (fault: string): boolean => remedyIds(fault).length > 0;

/** What to try against a fault on this service, best first. */
export const remediesFor = (watched: Watched, fault: string | null): AnyAction[] =>
  remedyIds(fault)
    .map(actionById)
    .filter((action) => action.appliesTo(watched));

/** Every action that can be used on the service, the remedies of the fault first. */
export function actionsFor(watched: Watched, fault: string | null): AnyAction[] {
  const first = remediesFor(watched, fault);
  return [...first, ...catalog.filter((action) => action.appliesTo(watched) && !first.includes(action))];
}

/** The fallbacks of an action that can be used on this service. */
export const fallbacksOf = (action: AnyAction, watched: Watched): AnyAction[] =>
  action.fallback.map(actionById).filter((entry) => entry.appliesTo(watched));
