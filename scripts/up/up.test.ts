import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secretsOf } from "./secrets";
import { isAlive } from "./supervise/fixture/is-alive";

let home: string;
const servers: Server[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "nightshift-up-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

async function takenPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, done));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("No port");
  return address.port;
}

/** Runs `up` as a bare clone would, with a port that is taken, so that it ends before it does anything. */
async function up(env: Record<string, string>): Promise<{ code: number | null; error: string }> {
  const child = spawn(process.execPath, ["scripts/up.mjs"], {
    env: { ...process.env, NIGHTSHIFT_HOME: home, NIGHTSHIFT_SANDBOX: "off", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let error = "";
  child.stderr.on("data", (chunk) => {
    error += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, error: error.trim() };
}

describe("up, before it does any work", () => {
  test("names a port that is in use and says how to choose another one", async () => {
    const port = await takenPort();
    const { code, error } = await up({ PORT: String(port) });
    expect(code).toBe(1);
    expect(error).toBe(
      `nightshift: port ${port} is in use by another program; choose another one: PORT=${port + 1} npm run up`,
    );
    expect(existsSync(join(home, "secrets.json"))).toBe(false);
    expect(existsSync(join(home, "up.lock"))).toBe(false);
  });

  test("names a practice service's port that is in use", async () => {
    const [free, port] = [await takenPort(), await takenPort()];
    await new Promise((done) => servers.shift()?.close(done));
    const { code, error } = await up({
      PORT: String(free),
      NIGHTSHIFT_SANDBOX: "process",
      NIGHTSHIFT_DEMO: "1",
      NIGHTSHIFT_SANDBOX_REDIS_PORT: String(port),
    });
    expect(code).toBe(1);
    expect(error).toMatch(new RegExp(`^nightshift: port ${port}, .*redis-test.*NIGHTSHIFT_SANDBOX_REDIS_PORT=`));
  });

  test("says so when it already runs in the same folder", async () => {
    // The name is what a running `up` is known by.
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "up.mjs"], { stdio: "ignore" });
    children.push(other);
    writeFileSync(join(home, "up.lock"), String(other.pid));
    const { code, error } = await up({ PORT: String(await takenPort()) });
    expect(code).toBe(1);
    expect(error).toMatch(new RegExp(`^nightshift: it already runs in .* \\(process ${other.pid}\\)`));
    expect(readFileSync(join(home, "up.lock"), "utf8")).toBe(String(other.pid));
    expect(readdirSync(home).filter((name) => name.startsWith("up.lock."))).toEqual([]);
  });

  test("is not held up by the lock of a start that was killed, whoever has its pid now", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    children.push(other);
    for (const pid of [other.pid, 4_000_000]) {
      writeFileSync(join(home, "up.lock"), String(pid));
      const { error } = await up({ PORT: String(await takenPort()) });
      expect(error).toMatch(/^nightshift: port \d+ is in use/);
    }
    expect(other.exitCode).toBe(null);
  });

  test("ends what a killed start left running, and nothing else", async () => {
    const program = "scripts/up/supervise/fixture/program.mjs";
    const notes = join(home, "notes");
    const start = (argv: string[]) => {
      const child = spawn(process.execPath, argv, {
        stdio: "ignore",
        detached: true,
        env: { ...process.env, NAME: "web", NOTES: notes },
      });
      children.push(child);
      return child;
    };
    const leftOver = start([program]);
    const stranger = start(["-e", "setInterval(() => {}, 1000)"]);
    const listed = [leftOver, stranger].map(({ pid }) => ({ name: "web", pid, mark: program }));
    writeFileSync(join(home, "children.json"), JSON.stringify(listed));
    const ended = new Promise((resolve) => leftOver.once("exit", (_, signal) => resolve(signal)));
    await up({ PORT: String(await takenPort()) });
    expect(await ended).toBe("SIGKILL");
    expect(stranger.signalCode).toBe(null);
    const grandchild = Number(readFileSync(notes, "utf8").trim().split(" ")[3]);
    await vi.waitUntil(() => !isAlive(grandchild));
  }, 30_000);
});

describe("the secrets", () => {
  test("are made once and can be read by their owner only", () => {
    const place = join(home, "new", "home");
    const first = secretsOf(place);
    expect(first.areNew).toBe(true);
    expect(secretsOf(place)).toEqual({ secrets: first.secrets, areNew: false });
    expect(statSync(join(place, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(new Set(Object.values(first.secrets)).size).toBe(3);
  });

  test("are never replaced when the file is damaged: what they sealed would be lost", () => {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "secrets.json"), '{"nightshift_secret": "short"}');
    expect(() => secretsOf(home)).toThrow(/not complete/);
    writeFileSync(join(home, "secrets.json"), '{"nightshift_');
    expect(() => secretsOf(home)).toThrow(/not JSON any more/);
  });
});
