// `npm run eval`: breaks the practice services in every way they can be broken, and tells how often the loop was right. Plain JavaScript,
// because it runs before anything is installed; the rest of the way is in eval/main.ts.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home } = settings();

const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(home);
await import("./generate.mjs");

const { register } = await import("tsx/esm/api");
register();
const { evaluate } = await import("./eval/main.ts");
process.exit(await evaluate(process.argv.slice(2)));
