import { areInodesUsedUp } from "../../abnormal";
import { faults } from "../../faults";
import { whole } from "../../figures";
import { judgeReport } from "../reported/judge-report";
import { assess, cite, type Rule } from "../rule";
import { weigh } from "../weigh";

export const hostInodesExhausted: Rule = {
  fault: faults.hostInodesExhausted,
  component: "Files on the host's disk",
  evaluate(facts) {
    const { targetDisk: disk, alerts } = facts.known;
    if (!disk) return judgeReport(facts, "inodes", "A file system has no inodes left, or nearly none");
    const told = alerts?.value.inodes ? alerts : undefined;
    const left = `${whole(disk.value.freeInodes)} of ${whole(disk.value.totalInodes)} inodes are free ${cite(disk)}`;
    if (!areInodesUsedUp(disk.value))
      return told
        ? assess(
            "rejected",
            0.8,
            `Not the file system of this service: ${left}. The alert may be about another one ${cite(told)}.`,
          )
        : null;
    return assess(
      told ? "confirmed" : "likely",
      weigh({ words: told !== undefined, setting: false }),
      `No new file can be made: ${left}, whatever room there is.${told ? ` An alert says so, too ${cite(told)}.` : ""}`,
    );
  },
  immediateActions: () => [
    "Find the directory with most files (du --inodes -x), and remove what is old there: caches, sessions, mail queues.",
  ],
  longTermFixes: () => ["Bound what makes many small files, or put it on a file system made for them."],
  monitoring: () => ["Free inodes beside free space: df -i."],
  disprovedBy: "df -i on the host, with free inodes on the file system that is written to.",
};
