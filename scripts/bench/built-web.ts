import { existsSync } from "node:fs";
import { join } from "node:path";
import { CannotGoOn, type Run } from "../up/run";
import { buildWeb } from "../up/steps/build";

/** The web app as `up` builds it, built now if something has changed; or the build that NIGHTSHIFT_DIST_DIR names, as it is. */
export async function buildToMeasure(run: Run, tell: (text: string) => void): Promise<void> {
  const folder = process.env.NIGHTSHIFT_DIST_DIR;
  if (!folder) return buildWeb(run, tell);
  if (!existsSync(join(folder, "BUILD_ID")))
    throw new CannotGoOn(`NIGHTSHIFT_DIST_DIR names ${folder}, and there is no build in it`);
  tell(`the build in ${folder}, as it is`);
}
