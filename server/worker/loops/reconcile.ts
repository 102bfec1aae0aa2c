import { claimUnknown, noticeDeadWorkers, reconcile } from "@/lib/remediation";
import type { Loop } from "../../loop";

/** Finds executions whose worker has died, and settles them by looking at their targets. */
export const reconcileLoop = (workerId: string): Loop => ({
  name: "reconcile",
  timeoutMs: 60_000,
  async tick() {
    await noticeDeadWorkers();
    const settling: Promise<void>[] = [];
    for (let claim = await claimUnknown(workerId); claim; claim = await claimUnknown(workerId))
      settling.push(reconcile(claim));
    await Promise.all(settling);
    return { againInMs: 500 };
  },
});
