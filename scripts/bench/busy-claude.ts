import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { dataOf } from "@/client";
import type { Run } from "../up/run";
import type { Stack } from "./stack";
import { inTime } from "./wait";

const PROGRAM = fileURLToPath(new URL("never-done.ts", import.meta.url));

/** Claude as somebody who looks and looks, and comes to no conclusion before it is told to. */
export type BusyClaude = {
  /** What a Nightshift needs to ask it. */
  env: Record<string, string>;
  say(word: "look" | "conclude"): void;
};

export async function startBusyClaude(run: Run): Promise<BusyClaude> {
  const child = fork(PROGRAM, { execArgv: ["--import", "tsx"] });
  const gone = once(child, "exit");
  run.onStop("Claude's stand-in", async () => {
    child.kill("SIGKILL");
    await gone;
  });
  const [url] = await inTime("Claude's stand-in", once(child, "message"), run.signal);
  return {
    env: { ANTHROPIC_API_KEY: "sk-ant-bench-0123456789abcdef", ANTHROPIC_BASE_URL: String(url) },
    say: (word) => void child.send(word),
  };
}

/** Whether a diagnosis by rules is followed by an investigation. */
export async function letInvestigate({ api }: Stack, isOn: boolean): Promise<void> {
  const limits = { usd_per_incident: 10, usd_per_day: 100, usd_per_month: 100 };
  await dataOf(api.PUT("/settings/investigation", { body: { is_on: isOn, ...limits } }));
}
