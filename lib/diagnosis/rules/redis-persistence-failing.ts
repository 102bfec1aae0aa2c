import { faults } from "../faults";
import { count } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

export const redisPersistenceFailing: Rule = {
  fault: faults.redisPersistenceFailing,
  component: "Redis persistence",
  evaluate({ subject, known }) {
    const { redisPersistence: saves, redisWrite: write, targetLog, targetDisk } = known;
    if (subject.kind !== "redis") return null;
    const refused = write?.value.code === "MISCONF" ? write : undefined;
    if (!saves || saves.value.lastSaveOk) {
      return refused && saves
        ? assess(
            "rejected",
            0.8,
            `The last save worked ${cite(saves)}: the refusal of a write is about something else.`,
          )
        : null;
    }
    const unsaved = saves.value.unsavedChanges;
    const lost = unsaved === null ? "" : `, and ${count(unsaved, "change")} would be lost with a restart`;
    const words = targetLog?.value.diskFull || targetLog?.value.outOfMemory ? targetLog : undefined;
    const why = words
      ? ` Its log says that there was no ${words.value.diskFull ? "space on the disk" : "memory for it"} ${cite(words)}.`
      : "";
    const stops = refused ? ` Writes are refused until a save works ${cite(refused)}.` : "";
    const room = targetDisk && !words ? ` The disk under it was looked at ${cite(targetDisk)}.` : "";
    return assess(
      "confirmed",
      weigh({ words: true, setting: refused !== undefined }),
      `Redis cannot save to disk: its last save failed ${cite(saves)}${lost}.${stops}${why}${room}`,
    );
  },
  immediateActions: ({ known }) => [
    `Look at why the save fails (space, permissions of its directory, memory for fork) in its log${known.targetLog ? ` ${cite(known.targetLog)}` : ""}, then run BGSAVE.`,
    "Do not restart it before a save has worked: what is not saved would be gone.",
  ],
  longTermFixes: () => [
    "Keep twice the data set free on the disk, and vm.overcommit_memory = 1, so that a save can be written and forked.",
    "Decide whether stop-writes-on-bgsave-error fits: a cache may go on without saves, data should not.",
  ],
  monitoring: () => [
    "rdb_last_bgsave_status and aof_last_write_status: wake somebody when either is not ok.",
    "rdb_changes_since_last_save, and the age of the last save.",
  ],
  disprovedBy: "A BGSAVE that succeeds now (rdb_last_bgsave_status:ok) while the trouble goes on.",
};
