import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import type { Watched } from "@/lib/monitoring";
import { processRestart } from "../catalog/process-restart";
import { processExecutor } from "./process";
import { identityOf, processOf } from "./process-identity";

const dir = mkdtempSync(join(tmpdir(), "nightshift-stop-"));
const pidFile = join(dir, "server.pid");
const left: ChildProcess[] = [];
afterAll(() => {
  for (const child of left) child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

async function server(script: string) {
  const child = spawn("bash", ["-c", `${script} echo ready; while :; do sleep 0.1; done`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  left.push(child);
  await once(child.stdout, "data");
  writeFileSync(pidFile, `${child.pid}\n`);
  const identity = identityOf(await processOf(pidFile));
  return { child, identity, exit: once(child, "exit") };
}

const config = { pid_file: pidFile, start: ["true"], stop: null, run_as: null };
const watched = { name: "server", target: { kind: "process", name: "server", config } } as unknown as Watched;
const commandsFor = (identity: string) => processRestart.on(watched, {}).commands(identity);
function stopOf(identity: string) {
  const command = commandsFor(identity)[0];
  if (command?.kind !== "stop-process") throw new Error("The first command does not stop anything");
  return command;
}
const run = ([program = "", ...args]: string[]) => promisify(execFile)(program, args);

test("what is shown is typed in, and stops exactly the approved process", async () => {
  const { identity, exit } = await server("");
  const { argv } = stopOf(identity);
  expect(processExecutor(watched).display(stopOf(identity))).toBe(
    `node --import tsx lib/remediation/executors/stop-process.ts --pid ${identity.split(" ")[0]} --started '${identity.slice(identity.indexOf("(") + 1, -1)}' --kill-after 10`,
  );
  expect((await run(argv)).stdout).toMatch(/Sent SIGTERM to process \d+\nIt has stopped/);
  expect(await exit).toEqual([null, "SIGTERM"]);
  expect((await run(argv)).stdout).toMatch(/does not run any more/);
  expect(commandsFor("not running").map(({ kind }) => kind)).toEqual(["run"]);
});

test("one that does not listen is killed after its time", async () => {
  const { identity, exit } = await server("trap '' TERM;");
  const argv = stopOf(identity).argv.with(-1, "0.3");
  expect((await run(argv)).stderr).toMatch(/did not stop in 0.3 s: sent SIGKILL/);
  expect(await exit).toEqual([null, "SIGKILL"]);
});

test("a process that took the id, or the place, of the approved one is left alone", async () => {
  const first = await server("");
  const reborn = stopOf(first.identity).argv.map((argument) => (argument.startsWith("tick ") ? "tick 1" : argument));
  expect((await run(reborn)).stdout).toMatch(/does not run any more/);
  const second = await server("");
  await expect(processExecutor(watched).start(stopOf(first.identity), "mark")).rejects.toThrow(/was approved/);
  expect([first.child.exitCode, first.child.signalCode]).toEqual([null, null]);
  expect([second.child.exitCode, second.child.signalCode]).toEqual([null, null]);
});
