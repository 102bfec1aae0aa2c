import { spawnSync } from "node:child_process";
import { errorText } from "@/lib/platform/errors";
import { execute } from "../command";
import { isInstalled } from "../processes";
import type { Run } from "../run";

type Installer = { program: string; install: string[]; refresh?: string[]; asRoot: boolean };

const installers: Installer[] = [
  {
    program: "apt-get",
    refresh: ["apt-get", "update"],
    install: ["apt-get", "install", "-y", "--no-install-recommends", "redis-server"],
    asRoot: true,
  },
  { program: "dnf", install: ["dnf", "install", "-y", "redis"], asRoot: true },
  { program: "apk", install: ["apk", "add", "redis"], asRoot: true },
  { program: "brew", install: ["brew", "install", "redis"], asRoot: false },
];

const isRoot = () => process.getuid?.() === 0;

/** Whether sudo works without asking anyone. */
const hasSudo = () => isInstalled("sudo") && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;

const dockerAnswers = () =>
  isInstalled("docker") && spawnSync("docker", ["info"], { stdio: "ignore", timeout: 10_000 }).status === 0;

/** The practice Redis needs a server: a container's, or one of this machine, which is installed where that is allowed. */
export async function ensureRedisServer(run: Run, tell: (text: string) => void): Promise<void> {
  const mode = process.env.NIGHTSHIFT_SANDBOX;
  if (mode === "docker" || (mode !== "process" && dockerAnswers())) return tell("Docker runs the practice services");
  if (isInstalled("redis-server")) return tell("installed");

  const installer = installers.find(({ program }) => isInstalled(program));
  if (!installer) return tell("missing, and no package manager is known here; redis-test cannot start without it");
  const mayInstall = !installer.asRoot || isRoot() || hasSudo();
  const words = installer.install.join(" ");
  if (!mayInstall) {
    return tell(`missing, so redis-test cannot start. Type: sudo ${words}, then npm run up. Everything else works`);
  }
  const prefix = installer.asRoot && !isRoot() ? ["sudo", "-n"] : [];
  const advice = `Type it yourself: ${[...prefix, ...installer.install].join(" ")}`;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  run.say(`Neither Docker nor redis-server is here; installing it for the practice Redis: ${words} …`);
  try {
    if (installer.refresh) {
      await execute(run, { argv: [...prefix, ...installer.refresh], log: "redis-refresh", env, advice });
    }
    await execute(run, { argv: [...prefix, ...installer.install], log: "redis-install", env, advice });
    tell("installed");
  } catch (error) {
    run.signal.throwIfAborted();
    tell(`could not be installed, so redis-test cannot start; everything else works. ${errorText(error)}`);
  }
}
