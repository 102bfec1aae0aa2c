import { faults } from "../../faults";
import { bytes, count } from "../../figures";
import { assess, cite, type Rule } from "../rule";
import { weigh } from "../weigh";

export const dockerOutOfMemoryKilled: Rule = {
  fault: faults.dockerOutOfMemoryKilled,
  component: "Container memory",
  evaluate({ known }) {
    const { container, alerts } = known;
    if (!container) return null;
    const { isOutOfMemoryKilled, memoryLimitBytes, restarts, exitCode } = container.value;
    const told = alerts?.value.memory || alerts?.value["oom-killed"] ? alerts : undefined;
    if (!isOutOfMemoryKilled) {
      if (exitCode === 137)
        return assess(
          "rejected",
          0.9,
          `Memory did not end the container: it was killed, but not by the kernel for want of memory ${cite(container)}.`,
        );
      return told
        ? assess("rejected", 0.8, `The container was not killed for want of memory ${cite(container)}.`)
        : null;
    }
    const limit = memoryLimitBytes === null ? "" : `, whose limit is ${bytes(memoryLimitBytes)}`;
    const again = restarts > 0 ? ` It was started again ${count(restarts, "time")}.` : "";
    const said = told ? ` An alert says so, too ${cite(told)}.` : "";
    return assess(
      "confirmed",
      weigh({ words: true, setting: memoryLimitBytes !== null }) - 0.05,
      `The kernel killed a process of the container for want of memory ${cite(container)}${limit}.${again}${said}`,
    );
  },
  immediateActions: ({ known }) => [
    `Give the container more memory (docker update --memory) or its process less to hold ${cite(known.container)}, then start it again.`,
  ],
  longTermFixes: () => ["Bound the process below the container's limit (maxmemory, shared_buffers, heap size)."],
  monitoring: () => ["Memory of the container as a share of its limit, and its out-of-memory kills."],
  disprovedBy: "OOMKilled false in docker inspect, and no kill in the kernel's log at that time.",
};
