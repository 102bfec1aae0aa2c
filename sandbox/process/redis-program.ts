import { spawnSync } from "node:child_process";

/** Whether a program can be started by this name. */
const isInstalled = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

export const isRedisInstalled = (program: string): boolean => isInstalled(program);

const installers: [program: string, command: string, asRoot: boolean][] = [
  ["apt-get", "apt-get install -y --no-install-recommends redis-server", true],
  ["dnf", "dnf install -y redis", true],
  ["apk", "apk add redis", true],
  ["pacman", "pacman -S --noconfirm redis", true],
  ["zypper", "zypper install -y redis", true],
  ["brew", "brew install redis", false],
];

/** What to type on this system to get redis-server. */
export function redisHint(): string {
  const found = installers.find(([program]) => isInstalled(program));
  if (!found) return "Install Redis 6 or newer so that redis-server is on the PATH";
  const [, command, asRoot] = found;
  return asRoot && process.getuid?.() !== 0 ? `sudo ${command}` : command;
}
