// `npm run up`: sets everything up on a fresh clone and runs it. Plain JavaScript, because it runs before anything is installed; the
// rest of the way is in up/main.ts.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home, port, withSandbox } = settings();

const { takeLock } = await import("./setup/lock.mjs");
const { endLeftovers } = await import("./setup/leftovers.mjs");
const { refuseTakenPorts } = await import("./setup/ports.mjs");
const { ensureDependencies } = await import("./setup/dependencies.mjs");

takeLock(home);
await endLeftovers(home);
// Before the slow work: nobody wants to wait two minutes to hear about a port.
await refuseTakenPorts({ home, port, withSandbox });
await ensureDependencies(home);

// tsx in this process instead of a second one: there is one supervisor to signal, and one to be killed.
const { register } = await import("tsx/esm/api");
register();
const { up } = await import("./up/main.ts");
process.exit(await up());
