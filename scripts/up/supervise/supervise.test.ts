import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isAlive } from "./fixture/is-alive";

describe("the supervisor", () => {
  let home: string;
  let output: string;
  let supervisor: ChildProcess;
  let exit: Promise<number | null>;

  const notes = () => {
    const path = join(home, "notes");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  };
  const starts = () => notes().filter((line) => line.startsWith("started"));
  const pids = () => starts().flatMap((line) => line.split(" ").slice(2).map(Number));
  const pidOf = (name: string) =>
    Number(
      starts()
        .findLast((line) => line.includes(name))
        ?.split(" ")[2],
    );

  async function start(env: Record<string, string> = {}): Promise<void> {
    home = mkdtempSync(join(tmpdir(), "nightshift-supervise-"));
    output = "";
    // Started the way `npm run up` does, through a shell that becomes node, and in a group of its own, as a terminal's foreground job is.
    supervisor = spawn("sh", ["-c", "exec node --import tsx scripts/up/supervise/fixture/supervisor.ts"], {
      env: { ...process.env, NIGHTSHIFT_HOME: home, NOTES: join(home, "notes"), ...env },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    supervisor.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    exit = new Promise((resolve) => supervisor.once("exit", resolve));
    await vi.waitUntil(() => starts().length === 2, { timeout: 20_000 });
  }

  afterEach(async () => {
    if (supervisor.exitCode === null && supervisor.signalCode === null) signalGroup("SIGKILL");
    await vi.waitUntil(() => !pids().some(isAlive), { timeout: 20_000 });
    rmSync(home, { recursive: true, force: true });
  });

  const signalGroup = (signal: NodeJS.Signals) => supervisor.pid && process.kill(-supervisor.pid, signal);

  test("ends its programs last first on Ctrl-C, with exit code 0 and nothing left", async () => {
    await start();
    // A terminal signals the whole group, and npm passes the signal on once more.
    signalGroup("SIGINT");
    signalGroup("SIGINT");
    expect(await exit).toBe(0);
    expect(notes().slice(2)).toEqual(["ended second", "ended first"]);
    expect(pids().filter(isAlive)).toEqual([]);
    expect(JSON.parse(readFileSync(join(home, "children.json"), "utf8"))).toEqual([]);
  });

  test.each(["SIGINT", "SIGHUP"] as const)(
    "ends at once on a second %s what does not end by itself",
    async (signal) => {
      await start({ STUBBORN: "1" });
      const since = performance.now();
      signalGroup(signal);
      await vi.waitUntil(() => notes().includes("stayed second"));
      // The first ones belong to the same wish; one that comes later is another.
      const again = setInterval(() => signalGroup(signal), 200);
      const code = await exit;
      clearInterval(again);
      expect(code).toBe(1);
      expect(performance.now() - since).toBeLessThan(4_000);
      expect(pids().filter(isAlive)).toEqual([]);
    },
  );

  test("leaves nothing when it is killed itself", async () => {
    await start();
    signalGroup("SIGKILL");
    await exit;
    await vi.waitUntil(() => !pids().some(isAlive), { timeout: 15_000 });
    expect(
      notes()
        .filter((line) => line.startsWith("ended"))
        .sort(),
    ).toEqual(["ended first", "ended second"]);
  });

  test("starts a program again that died, says so, and shows its lines in words", async () => {
    await start();
    const pid = pidOf("second");
    // One that is killed before it has said anything says it in its second life alone.
    await vi.waitUntil(() => output.includes("second | "), { timeout: 15_000 });
    process.kill(pid, "SIGKILL");
    await vi.waitUntil(() => pidOf("second") !== pid && starts().length === 3, { timeout: 15_000 });
    await vi.waitUntil(() => output.split("second | ").length === 3, { timeout: 15_000 });
    expect(output).toMatch(/second ended \(SIGKILL\); starting it again in 0\.5 s/);
    expect(output).toMatch(/second \| \d\d:\d\d:\d\d is up name=second/);
    expect(readFileSync(join(home, "logs", "second.log"), "utf8")).toMatch(/^\{"level":"info"/);
  });
});
