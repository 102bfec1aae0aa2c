import { KEPT_LOG_BYTES, LAG_S } from "../abnormal";
import { faults } from "../faults";
import { bytes, duration } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

const NOTICED_S = 15;

export const postgresReplicationLag: Rule = {
  fault: faults.postgresReplicationLag,
  component: "Postgres replication",
  evaluate({ subject, known }) {
    const { postgresLag: lag, postgresTransactions: open } = known;
    if (subject.kind !== "postgres" || !lag) return null;
    const { lagS, behindBytes, keptBytes, isReplica } = lag.value;
    const kept = keptBytes >= KEPT_LOG_BYTES;
    if (lagS < NOTICED_S && !kept) return null;
    const who = isReplica ? "This replica is" : "A replica is";
    const by = behindBytes > 0 ? `, ${bytes(behindBytes)} of log` : "";
    const behind = lagS >= NOTICED_S ? `${who} ${duration(lagS)} behind${by} ${cite(lag)}.` : "";
    const slot = kept
      ? ` ${bytes(keptBytes)} of log are kept for a slot that nobody reads, which fills the disk in the end ${cite(lag)}.`
      : "";
    if (lagS < LAG_S && !kept) return assess("likely", HINT, `${behind} It may be catching up.`);
    const oldest = isReplica ? open?.value.oldest : undefined;
    const held =
      oldest && oldest.ageS >= LAG_S
        ? ` A query that has run for ${duration(oldest.ageS)} may hold it back ${cite(open)}.`
        : "";
    return assess("likely", weigh({ words: false, setting: kept || held !== "" }), `${behind}${slot}${held}`.trim());
  },
  immediateActions: ({ known }) => [
    `Look at whether the replica runs, and whether disk, network or a long query there holds it up ${cite(known.postgresLag)}.`,
    "Send reads that must be fresh to the primary meanwhile. Drop a slot only when its reader will not come back.",
  ],
  longTermFixes: () => [
    "Set max_slot_wal_keep_size, so that a lost replica cannot fill the primary's disk.",
    "Spread bulk changes over time; give replicas the primary's disks.",
  ],
  monitoring: () => ["replay_lag in seconds and bytes for each replica, and the log kept by inactive slots."],
  disprovedBy: "A replay position that equals the primary's current one within a few seconds.",
};
