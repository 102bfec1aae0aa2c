import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { BEAT_MS, beat } from "@/lib/platform/workers";
import type { Loop } from "../../loop";

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** Tells the others that this worker lives. A beat that cannot be written is told in the log and holds up nothing else. */
export const heartbeatLoop = (workerId: string): Loop => ({
  name: "heartbeat",
  timeoutMs: 10_000,
  async tick() {
    await beat({ id: workerId, hostName: hostname(), version });
    return { againInMs: BEAT_MS };
  },
});
