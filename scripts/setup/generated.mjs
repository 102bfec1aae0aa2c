// What is made of other files, and whether it still is what those say.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./settings.mjs";

const contracts = () =>
  readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /^api\/.+\.ts$|contract\.ts$/.test(path))
    .map((path) => `lib/${path}`)
    .sort();

export const prismaClient = {
  made: "prisma/generated/client.ts",
  stamp: "prisma/generated/.stamp",
  inputs: () => ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"],
};

export const clientTypes = {
  stamp: "client/generated/.stamp",
  inputs: () => [
    ...contracts(),
    "package.json",
    "node_modules/openapi-typescript/package.json",
    "scripts/openapi/client-types.ts",
  ],
  /** Types are for development: an installation for production has neither the tool nor a use for them. */
  isWanted: () => existsSync(join(root, "node_modules/openapi-typescript")),
};

function wanted({ inputs }) {
  const hash = createHash("sha256");
  for (const file of inputs()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Whether it was made of the files as they are now, and is still there. */
export function isCurrent(product) {
  if (product.made && !existsSync(join(root, product.made))) return false;
  const stamp = join(root, product.stamp);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted(product);
}

/** To be called when it was made. */
export const markCurrent = (product) => writeFileSync(join(root, product.stamp), wanted(product));

/** Whether everything that a start needs was made of the files as they are now. */
export const isGenerated = () => isCurrent(prismaClient);
