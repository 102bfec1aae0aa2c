// `npm test`: proves the checkout, from a bare clone. Plain JavaScript, because it runs before anything is installed; the rest of the
// way is in test/main.ts. `npm test -- incidents` runs only the tests whose path has that word.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home } = settings();

const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(home);

const { register } = await import("tsx/esm/api");
register();
const { test } = await import("./test/main.ts");
process.exit(await test(process.argv.slice(2)));
