import { isForcedByWriting } from "../abnormal";
import { faults } from "../faults";
import { duration, whole } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

export const postgresCheckpointsForced: Rule = {
  fault: faults.postgresCheckpointsForced,
  component: "Postgres checkpoints",
  evaluate({ subject, known }) {
    const { postgresCheckpoints: counted, targetLog: log } = known;
    if (subject.kind !== "postgres" || !counted) return null;
    const words = log?.value.checkpointsTooOften ? log : undefined;
    const { timed, requested, sinceS } = counted.value;
    const counts = `${whole(requested)} checkpoints were forced and ${whole(timed)} came by time, one every ${duration(sinceS / Math.max(1, timed + requested))} ${cite(counted)}`;
    if (!isForcedByWriting(counted.value))
      return words && timed > requested
        ? assess("rejected", 0.8, `Checkpoints are not it: ${counts}, though the log complains of them ${cite(words)}.`)
        : null;
    return words
      ? assess(
          "likely",
          weigh({ words: true, setting: false }),
          `Postgres writes everything out too often: ${counts}, and its log says so ${cite(words)}. max_wal_size is too small for what is written.`,
        )
      : assess("likely", HINT, `Much is written: ${counts}. Nothing says that it does harm now.`);
  },
  immediateActions: ({ known }) => [
    `Raise max_wal_size (no restart is needed) as far as the disk has room ${cite(known.postgresCheckpoints)}.`,
  ],
  longTermFixes: () => ["Size max_wal_size so that checkpoints come by time, and spread bulk loads."],
  monitoring: () => ["Requested checkpoints as a share of all; log_checkpoints = on tells how long each takes."],
  disprovedBy: "Checkpoints that come by time only, while writes stay slow.",
};
