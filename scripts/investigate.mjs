// `npm run investigate -- --replay FILE`: the investigator at work, without a key and without the systems it looked at; `--rules FILE`: what
// the rules of this version make of it. FILE is what "Export" beside a diagnosis gave, or GET /api/v1/incidents/{id}/diagnosis/transcript.
// Plain JavaScript, because it runs before anything is installed.
import { requireNode, settings } from "./setup/settings.mjs";

requireNode();
const { ensureDependencies } = await import("./setup/dependencies.mjs");
await ensureDependencies(settings().home);
await import("./generate.mjs");

const { register } = await import("tsx/esm/api");
register();
const { main } = await import("./investigate/main.ts");
process.exit(await main(process.argv.slice(2)));
