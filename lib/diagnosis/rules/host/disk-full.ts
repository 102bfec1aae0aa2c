import { isDiskFull } from "../../abnormal";
import { faults } from "../../faults";
import { bytes } from "../../figures";
import { judgeReport } from "../reported/judge-report";
import { assess, cite, type Rule } from "../rule";
import { weigh } from "../weigh";

export const hostDiskFull: Rule = {
  fault: faults.hostDiskFull,
  component: "Disk of the host",
  evaluate(facts) {
    const { targetDisk: disk, alerts } = facts.known;
    if (!disk) return judgeReport(facts, "disk", "A disk is full or nearly so");
    const told = alerts?.value.disk ? alerts : undefined;
    const room = `${bytes(disk.value.freeBytes)} of ${bytes(disk.value.totalBytes)} are free under the server's own files ${cite(disk)}`;
    if (!isDiskFull(disk.value))
      return told
        ? assess(
            "rejected",
            0.8,
            `Not the disk of this service: ${room}. The alert may be about another one ${cite(told)}.`,
          )
        : null;
    return assess(
      told ? "confirmed" : "likely",
      weigh({ words: told !== undefined, setting: false }),
      `The disk of the host is full: ${room}.${told ? ` An alert says so, too ${cite(told)}.` : ""}`,
    );
  },
  immediateActions: () => [
    "Find what grew (du -x, the newest large files, deleted files that are still open), and make room outside of data directories.",
  ],
  longTermFixes: () => ["Rotate logs by size, keep data on a disk of its own, and set quotas."],
  monitoring: () => ["Free space, and at this rate of growth the hours until it is gone."],
  disprovedBy: "df on the host, with room on every file system that the service writes to.",
};
