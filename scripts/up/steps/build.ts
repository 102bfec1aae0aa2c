import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../command";
import type { Run } from "../run";

const STAMP = ".next/.nightshift-inputs";
const INPUTS = ["app", "components", "lib", "public", "prisma/schema.prisma", "package-lock.json", "tsconfig.json"];
const isConfig = (name: string) =>
  /^(next|postcss|tailwind)\.config\.|^(proxy|middleware|instrumentation(-client)?)\./.test(name);

/** Everything that the web build reads, in one hash. Tests are not part of it. */
function inputs(): string {
  const hash = createHash("sha256").update(process.version);
  const add = (path: string) => {
    if (/\.test\.tsx?$/.test(path)) return;
    hash.update(`${path}\0`).update(readFileSync(path)).update("\0");
  };
  const names = [...INPUTS, ...readdirSync(".").filter(isConfig).sort()];
  for (const name of names.filter((path) => existsSync(path))) {
    if (/\.\w+$/.test(name)) add(name);
    else for (const path of filesIn(name)) add(path);
  }
  return hash.digest("hex");
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Builds the web app when something that it is made of has changed. */
export async function buildWeb(run: Run, tell: (text: string) => void): Promise<void> {
  const wanted = inputs();
  if (existsSync(".next/BUILD_ID") && existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) {
    return tell("unchanged");
  }
  await execute(run, {
    argv: [process.execPath, "node_modules/next/dist/bin/next", "build"],
    log: "build",
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    advice: "Mend what the build says and start again",
  });
  writeFileSync(STAMP, wanted);
  tell("built");
}
