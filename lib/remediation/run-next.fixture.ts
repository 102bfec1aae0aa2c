import { newId } from "@/lib/platform/ids";
import { claimQueued, runExecution } from ".";

/** Does what a worker does with the next execution, to its end. */
export async function runNext(): Promise<void> {
  const claim = await claimQueued(newId());
  if (!claim) throw new Error("Nothing was queued");
  await runExecution(claim);
}
