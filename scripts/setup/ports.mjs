import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { commandOf } from "./lock.mjs";
import { stopWith } from "./say.mjs";

const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("timeout", () => done(false));
    socket.once("error", () => done(false));
  });

const canListen = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code !== "EADDRINUSE"));
    server.listen({ port }, () => server.close(() => resolve(true)));
  });

/** Whether something listens on this port. Asked both ways: macOS lets a wildcard address share a port with a loopback one. */
export const isTaken = async (port) =>
  !(await canListen(port)) || (await answers("127.0.0.1", port)) || (await answers("::1", port));

/** Whether a practice server that an earlier start left behind is what listens: the sandbox takes it over. */
function isLeftOver(home, service, mark) {
  const folder = join(home, "sandbox");
  const pidFiles = existsSync(folder)
    ? readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".pid"))
    : [];
  for (const path of pidFiles) {
    const pid = Number.parseInt(readFileSync(join(folder, path), "utf8"), 10);
    if (pid > 0 && commandOf(pid)?.includes(mark)) return true;
  }
  const name = `${process.env.NIGHTSHIFT_SANDBOX_CONTAINERS_PREFIX ?? ""}${service}`;
  const { stdout } = spawnSync("docker", ["ps", "--filter", `name=^/${name}$`, "--format", "{{.Names}}"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  return stdout?.trim() === name;
}

/** Ends the process with one line when a port that will be needed is in use by something else. */
export async function refuseTakenPorts({ home, port, withSandbox }) {
  if (await isTaken(port))
    stopWith(`port ${port} is in use by another program; choose another one: PORT=${port + 1} npm run up`);
  if (!withSandbox) return;
  const practice = [
    ["redis-test", "redis-server", "NIGHTSHIFT_SANDBOX_REDIS_PORT", 6380],
    ["postgres-test", "postgres", "NIGHTSHIFT_SANDBOX_POSTGRES_PORT", 5433],
  ];
  for (const [service, mark, variable, usual] of practice) {
    const wanted = Number(process.env[variable] || usual);
    if ((await isTaken(wanted)) && !isLeftOver(home, service, mark))
      stopWith(
        `port ${wanted}, which the practice service ${service} needs, is in use by another program; choose another one: ${variable}=${wanted + 10} npm run up (or leave the practice services out: NIGHTSHIFT_SANDBOX=off npm run up)`,
      );
  }
}
