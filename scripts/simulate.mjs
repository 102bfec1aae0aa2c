// `npm run simulate`: realistic alerts, signed as their source signs them, against a Nightshift that runs. Plain JavaScript, because it
// runs before anything is installed; the rest of the way is in simulate/main.ts. `npm run simulate -- --help` shows what it can do.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home } = settings();

const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(home);
await import("./generate.mjs");

const { register } = await import("tsx/esm/api");
register();
const { main } = await import("./simulate/main.ts");
process.exit(await main(process.argv.slice(2), home));
