import { claimUnknown, noticeDeadWorkers, reconcile } from "@/lib/remediation";
import type { Loop } from "../../loop";

/**
 * Finds executions whose worker has died, and settles them by looking at their targets. Each is settled beside the loop: one whose target
 * is slow to look at holds up the finding of no other.
 */
export function reconcileLoop(workerId: string): { loop: Loop; settled(): Promise<unknown> } {
  const settling = new Set<Promise<void>>();
  return {
    loop: {
      name: "reconcile",
      timeoutMs: 60_000,
      async tick() {
        await noticeDeadWorkers();
        for (let claim = await claimUnknown(workerId); claim; claim = await claimUnknown(workerId)) {
          const settlement = reconcile(claim).finally(() => settling.delete(settlement));
          settling.add(settlement);
        }
        return { againInMs: 250 };
      },
    },
    settled: () => Promise.all(settling),
  };
}
