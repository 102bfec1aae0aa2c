import { faults } from "../faults";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

export const postgresOutOfMemory: Rule = {
  fault: faults.postgresOutOfMemory,
  component: "Postgres memory",
  evaluate({ subject, known }) {
    const { targetLog: log, container, probe, sessionFailure } = known;
    if (subject.kind !== "postgres") return null;
    const words = log?.value.outOfMemory ? log : undefined;
    const killed = container?.value.isOutOfMemoryKilled ? container : undefined;
    if (!words && !killed) return null;
    const recovering = probe?.value.failures.includes("starting")
      ? probe
      : sessionFailure?.value === "starting"
        ? sessionFailure
        : undefined;
    const ill = recovering ?? (probe && probe.value.health < 70 ? probe : undefined);
    const said = words ? ` Its log says that memory ran out, or that a process of it was killed ${cite(words)}.` : "";
    if (killed)
      return assess(
        "confirmed",
        weigh({ words: words !== undefined, setting: true }),
        `Postgres ran out of memory: the kernel killed a process in its container ${cite(killed)}.${said}`,
      );
    if (!ill) return assess("likely", HINT, `Postgres may have run short of memory.${said} It is well now.`);
    const now = recovering
      ? `It is recovering and lets nobody in ${cite(recovering)}.`
      : `It is not well ${cite(ill)}.`;
    return assess(
      "likely",
      weigh({ words: false, setting: recovering !== undefined }),
      `Postgres ran out of memory: ${now}${said}`,
    );
  },
  immediateActions: () => [
    "Let it recover; then find the statements that take the memory (large sorts and hashes times work_mem times sessions).",
  ],
  longTermFixes: () => [
    "Lower work_mem or the number of sessions: each sort of each session may take it once.",
    "Set vm.overcommit_memory = 2 on hosts of its own, and give the container a limit above shared_buffers plus the sessions.",
  ],
  monitoring: () => ["The kernel's out-of-memory kills, and memory of the host or container as a share of its limit."],
  disprovedBy: "A kernel log without out-of-memory kills at that time: then somebody else sent the signal.",
};
