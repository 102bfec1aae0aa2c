import { isDiskFull } from "../abnormal";
import { faults } from "../faults";
import { bytes } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

export const postgresDiskFull: Rule = {
  fault: faults.postgresDiskFull,
  component: "Postgres disk",
  evaluate({ subject, known }) {
    const { targetDisk: disk, targetLog: log, probe, postgresLag: lag } = known;
    if (subject.kind !== "postgres") return null;
    const words = log?.value.diskFull ? log : undefined;
    const room = disk && `${bytes(disk.value.freeBytes)} of ${bytes(disk.value.totalBytes)} are free ${cite(disk)}`;
    if (disk && !isDiskFull(disk.value))
      return words
        ? assess("rejected", 0.8, `The disk has room again: ${room}, though the log speaks of none ${cite(words)}.`)
        : null;
    if (!disk && !words) return null;
    const kept =
      lag && lag.value.keptBytes > 1024 ** 3
        ? ` ${bytes(lag.value.keptBytes)} of log are kept for a slot that nobody reads ${cite(lag)}.`
        : "";
    if (!disk) {
      const ill = probe && probe.value.health < 70 ? probe : undefined;
      return assess(
        "likely",
        ill ? 0.6 : HINT,
        `Its log says that there is no space left on the disk ${cite(words)}${ill ? `, and it is not well ${cite(ill)}` : ""}; how much is left could not be measured.${kept}`,
      );
    }
    return assess(
      words ? "confirmed" : "likely",
      weigh({ words: words !== undefined, setting: true }),
      `The disk under Postgres is full: ${room}.${words ? ` Its log says the same ${cite(words)}.` : ""}${kept}`,
    );
  },
  immediateActions: () => [
    "Make room outside the data directory first: old logs, dumps, temporary files. Never delete anything in pg_wal by hand.",
    "Drop replication slots that nobody reads any more: they keep the write-ahead log.",
  ],
  longTermFixes: () => ["Put pg_wal on a disk of its own, and set max_slot_wal_keep_size."],
  monitoring: () => ["Free space of the data disk: warn at 20 %, wake somebody at 10 %."],
  disprovedBy: "Free space on the disk of the data directory (df), its inodes and its quota included.",
};
