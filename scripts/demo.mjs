// `npm run demo`: a real browser plays the whole loop and leaves a video, screenshots and the measured times in demo-results/. Plain
// JavaScript, because it runs before anything is installed; the rest of the way is in e2e/demo/main.ts.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { home } = settings();

const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(home);

const { register } = await import("tsx/esm/api");
register();
const { demo } = await import("../e2e/demo/main.ts");
process.exit(await demo(process.argv.slice(2), home));
