import { claimQueued, runExecution } from "@/lib/remediation";
import type { Loop } from "../../loop";

/** So many executions run at once in one worker; the rest wait their turn. */
const AT_ONCE = 8;

/** Claims what was approved and carries it out beside the loop, so that a long command holds up nobody else's. */
export function executeLoop(workerId: string): { loop: Loop; settled(): Promise<unknown> } {
  const running = new Set<Promise<void>>();
  return {
    loop: {
      name: "execute",
      timeoutMs: 10_000,
      async tick() {
        while (running.size < AT_ONCE) {
          const claim = await claimQueued(workerId);
          if (!claim) break;
          const execution = runExecution(claim).finally(() => running.delete(execution));
          running.add(execution);
        }
        return { againInMs: 1_000 };
      },
    },
    settled: () => Promise.all(running),
  };
}
