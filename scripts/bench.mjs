// `npm run bench`: measures what docs and issues promise, each against the bare thing, in one run. Plain JavaScript, because it runs
// before anything is installed; the rest of the way is in bench/main.ts. `npm run bench -- approve --quick` runs one part, shorter.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home } = settings();

const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(home);
await import("./generate.mjs");

const { register } = await import("tsx/esm/api");
register();
const { bench } = await import("./bench/main.ts");
process.exit(await bench(process.argv.slice(2)));
