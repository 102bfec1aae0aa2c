import { endLeftovers } from "./leftovers.mjs";
import { takeLock } from "./lock.mjs";
import { refuseTakenPorts } from "./ports.mjs";

/**
 * What `up` makes sure of before its slow work, because nobody wants to wait two minutes to hear about a port: it is alone in `home`
 * until it ends, nothing of an earlier start is left, and its ports are free. Ends the process with one line otherwise.
 */
export async function clearTheWay(at) {
  takeLock(at.home);
  await endLeftovers(at.home);
  await refuseTakenPorts(at);
}
