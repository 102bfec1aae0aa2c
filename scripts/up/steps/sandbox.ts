import { setTimeout as wait } from "node:timers/promises";
import { errorText } from "@/lib/platform/errors";
import { freePort } from "@/lib/platform/free-port";
import type { PracticeTarget } from "@/lib/platform/practice-contract";
import { practiceTargets, watchPractice } from "../practice";
import type { Run } from "../run";
import type { Children } from "../supervise/children";
import type { Kept } from "../supervise/keep-running";
import type { Demo } from "./demo-organization";

// Its first start builds two images.
const PATIENCE_MS = 240_000;
const GIVE_UP_AFTER_FAILURES = 3;

/** Starts the practice services and does not wait for them: they come up while the web app is built. */
export async function startSandbox(children: Children): Promise<Kept> {
  process.env.NIGHTSHIFT_SANDBOX_URL = `http://127.0.0.1:${await freePort()}`;
  // Killed, it would leave the practice servers running.
  return children.keep({ name: "sandbox", entry: "sandbox/main.ts", patienceMs: 30_000, forcedPatienceMs: 5_000 });
}

/** Puts the practice services under watch. Without them everything else still works, so a failure is only told. */
export async function watchSandbox(run: Run, sandbox: Kept, demo: Demo, tell: (text: string) => void): Promise<void> {
  const details = `Details: ${run.log("sandbox")}`;
  const deadline = performance.now() + PATIENCE_MS;
  let targets = await practiceTargets();
  while (targets === null) {
    if (sandbox.failures() >= GIVE_UP_AFTER_FAILURES || performance.now() > deadline)
      return tell(`the practice services do not start (${sandbox.lastError() || "no answer"}). ${details}`);
    await wait(200, undefined, { signal: run.signal });
    targets = await practiceTargets();
  }
  try {
    await watchPractice(targets, demo.organizationId);
    tell(targets.map(describe).join(", "));
  } catch (error) {
    tell(`the practice services could not be put under watch: ${errorText(error)}. ${details}`);
  }
}

const describe = ({ service, target, connection, hint }: PracticeTarget): string => {
  if (hint !== null) return `${service} cannot start (${hint})`;
  const where = { docker: "Docker", process: "local process", none: "nowhere" }[target.kind];
  return `${service} on port ${connection.port} (${where})`;
};
