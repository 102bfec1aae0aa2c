import { errorText } from "@/lib/platform/errors";
import { configFromEnv } from "./config";
import { startSandbox } from "./control";

// The process of the practice services. SIGTERM or SIGINT stops them too; after a SIGKILL they live on and are found again.

async function main(): Promise<void> {
  const config = configFromEnv();
  if (!config) {
    console.log("sandbox: off");
    return;
  }
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort(new Error("stopped")));

  const sandbox = await startSandbox(config, stop.signal).catch((error) => {
    if (stop.signal.aborted) return null;
    throw error;
  });
  if (!sandbox) return;
  config.say(`control server on ${sandbox.url}`);
  if (!stop.signal.aborted)
    await new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve()));
  await sandbox.close();
  config.say("stopped");
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`sandbox: ${errorText(error)}`);
    process.exit(1);
  },
);
