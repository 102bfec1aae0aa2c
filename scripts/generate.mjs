// Writes the Prisma client when the schema or Prisma's version changed: `npm run generate`, and by itself after every installation.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { stopWith } from "./setup/say.mjs";
import { root } from "./setup/settings.mjs";

const STAMP = join(root, "prisma/generated/.stamp");

const inputs = createHash("sha256");
for (const file of ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"])
  inputs.update(readFileSync(join(root, file)));
const wanted = inputs.digest("hex");

// Prisma's CLI insists on a native engine, downloads one if it has none, and then does not use it to generate. Any program that exits
// with 0 serves, so that no download is needed.
const folders = [...(process.env.PATH ?? "").split(delimiter), "/bin", "/usr/bin"].filter(Boolean);
const harmless = folders.map((folder) => join(folder, "true")).find((path) => existsSync(path));

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== wanted) {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(root, "node_modules/prisma/build/index.js"), "generate"],
    {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...(harmless && { PRISMA_SCHEMA_ENGINE_BINARY: harmless }),
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
    },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ?? ""}\n`);
    stopWith("the Prisma client could not be generated; the lines above say why");
  }
  writeFileSync(STAMP, wanted);
}
