import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import { faults } from "../../faults";
import { judgeReport } from "../reported/judge-report";
import { assess, cite, type Rule } from "../rule";
import { HINT, weigh } from "../weigh";

export const hostFileHandlesExhausted: Rule = {
  fault: faults.hostFileHandlesExhausted,
  component: "Open files of the process",
  evaluate(facts) {
    const { targetLog: log, probe, alerts } = facts.known;
    const words = log?.value.tooManyFiles ? log : undefined;
    if (!words)
      return judgeReport(facts, "file-handles", "A process or its host has no file handles left, or nearly none");
    const told = alerts?.value["file-handles"] ? alerts : undefined;
    const ill = probe && probe.value.health < UNHEALTHY_BELOW ? probe : undefined;
    const said = `its log says that too many files are open ${cite(words)}${told ? `, and so does an alert ${cite(told)}` : ""}`;
    return ill
      ? assess(
          "likely",
          weigh({ words: false, setting: told !== undefined }),
          `The server has no file handles left: ${said}, and it is not well ${cite(ill)}.`,
        )
      : assess(
          "likely",
          HINT,
          `The server was short of file handles: ${said}. It answers now${probe ? ` ${cite(probe)}` : ""}.`,
        );
  },
  immediateActions: () => [
    "Count what is open (ls /proc/PID/fd | wc -l) against its limit (prlimit --nofile), and restart what leaks.",
  ],
  longTermFixes: () => [
    "Raise LimitNOFILE of the unit or the container's ulimit, and close files and sockets on every error path.",
  ],
  monitoring: () => ["Open files of the process as a share of its limit."],
  disprovedBy: "An open-file count of the process well below its limit while the error goes on.",
};
