import { REPLICA_BEHIND_BYTES } from "../abnormal";
import { faults } from "../faults";
import { bytes, duration } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

export const redisReplicationBroken: Rule = {
  fault: faults.redisReplicationBroken,
  component: "Redis replication",
  evaluate({ subject, known }) {
    const { redisReplication: state, redisWrite: write } = known;
    if (subject.kind !== "redis" || !state) return null;
    const { isReplica, isLinkUp, isSyncing, linkDownS, furthestBehindBytes: behind } = state.value;
    const refused = write?.value.code;
    if (isReplica && isLinkUp === false) {
      const since = linkDownS !== null && linkDownS >= 0 ? ` for ${duration(linkDownS)}` : "";
      const stale = refused === "MASTERDOWN" ? ` It refuses to answer with old data ${cite(write)}.` : "";
      return isSyncing
        ? assess(
            "likely",
            0.6,
            `This replica is copying everything from its primary and is not in step yet ${cite(state)}.`,
          )
        : assess(
            "confirmed",
            weigh({ words: true, setting: stale !== "" }),
            `This replica has lost its primary${since}, so what it answers grows old ${cite(state)}.${stale}`,
          );
    }
    if (refused === "READONLY" && isReplica)
      return assess(
        "confirmed",
        weigh({ words: true, setting: true }),
        `Writes go to a replica: it follows another server ${cite(state)} and refuses them as read-only ${cite(write)}.`,
      );
    if (refused === "NOREPLICAS")
      return assess(
        "confirmed",
        weigh({ words: true, setting: state.value.replicas === 0 }),
        `Writes are refused because too few replicas are in step ${cite(write)}; ${state.value.replicas} are connected ${cite(state)}.`,
      );
    if (behind !== null && behind >= REPLICA_BEHIND_BYTES)
      return assess("likely", 0.6, `A replica is ${bytes(behind)} behind this primary ${cite(state)}.`);
    if (behind !== null && behind >= REPLICA_BEHIND_BYTES / 4)
      return assess("likely", HINT, `A replica is somewhat behind this primary, by ${bytes(behind)} ${cite(state)}.`);
    return null;
  },
  immediateActions: ({ known }) => [
    `Look at which server is the primary and whether it can be reached from its replicas ${cite(known.redisReplication)}.`,
    "If clients were sent to a replica by a failover, point them to the primary: through Sentinel, the cluster, or DNS.",
  ],
  longTermFixes: () => [
    "Make repl-backlog-size large enough for a minute of writes, so that a short break needs no full copy.",
    "Let clients find the primary by Sentinel or cluster, not by a fixed address.",
  ],
  monitoring: () => ["master_link_status of every replica, and the bytes it is behind."],
  disprovedBy: "master_link_status:up on the replica, with an offset that keeps up with the primary's.",
};
