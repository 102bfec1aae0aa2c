// The first half of every command of run.sh: installs the dependencies when they are not those of package-lock.json. The other half
// may run on another Node, which only this brings. Plain JavaScript, because it runs before anything is installed.
import { areInstalled, ensureDependencies } from "./dependencies.mjs";
import { requireNode, settings } from "./settings.mjs";

requireNode();
const at = settings();
if (!areInstalled()) {
  if (process.argv[2] === "up") await (await import("./clear-the-way.mjs")).clearTheWay(at);
  await ensureDependencies(at.home);
}
