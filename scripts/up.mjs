// `npm run up`: sets everything up on a fresh clone and runs it. Plain JavaScript, because it runs before anything is installed; the
// rest of the way is in up/main.ts.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const at = settings();

const { clearTheWay } = await import("./setup/clear-the-way.mjs");
const { ensureDependencies } = await import("./setup/dependencies.mjs");

await clearTheWay(at);
await ensureDependencies(at.home);

// tsx in this process instead of a second one: there is one supervisor to signal, and one to be killed.
const { register } = await import("tsx/esm/api");
register();
const { up } = await import("./up/main.ts");
process.exit(await up());
