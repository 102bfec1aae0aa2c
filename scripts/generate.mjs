// Writes what is made of other files, each when those changed: the Prisma client of the schema, and the types of the API's client of the
// OpenAPI document. `npm run generate`, and by itself after every installation and before the types are checked.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { clientTypes, isCurrent, markCurrent, prismaClient } from "./setup/generated.mjs";
import { stopWith } from "./setup/say.mjs";
import { root } from "./setup/settings.mjs";

// Prisma's CLI insists on a native engine, downloads one if it has none, and then does not use it to generate. Any program that exits
// with 0 serves, so that no download is needed.
const folders = [...(process.env.PATH ?? "").split(delimiter), "/bin", "/usr/bin"].filter(Boolean);
const harmless = folders.map((folder) => join(folder, "true")).find((path) => existsSync(path));

generate(prismaClient, "the Prisma client", ["node_modules/prisma/build/index.js", "generate"], {
  ...(harmless && { PRISMA_SCHEMA_ENGINE_BINARY: harmless }),
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
});
if (clientTypes.isWanted())
  generate(clientTypes, "the types of the API's client", ["--import", "tsx", "scripts/openapi/client-types.ts"], {});

function generate(product, what, argv, env) {
  if (isCurrent(product)) return;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ?? ""}\n`);
    stopWith(`${what} could not be generated; the lines above say why`);
  }
  markCurrent(product);
}
