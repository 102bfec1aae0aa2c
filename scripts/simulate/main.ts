import { onStopSignal } from "../up/supervise/stop-signals";
import { simulate } from "./simulate";

/** Sends what the arguments ask for and answers with the exit code. Ctrl-C ends the sending and still gives the report; once more ends all. */
export function main(args: string[], home: string): Promise<number> {
  const stopping = new AbortController();
  void onStopSignal(
    async () => stopping.abort(),
    async () => process.exit(130),
  );
  return simulate(args, { home, signal: stopping.signal, say: console.log, complain: console.error });
}
