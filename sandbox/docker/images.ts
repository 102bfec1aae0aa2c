import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { digestOf } from "@/lib/platform/crypto";
import { errorText } from "@/lib/platform/errors";

export type PracticeImage = { kind: "redis" | "postgres"; baseImage: string };

const folderOf = (image: PracticeImage): string => fileURLToPath(new URL(`../images/${image.kind}`, import.meta.url));

const filesOf = (image: PracticeImage): string[] => readdirSync(folderOf(image)).sort();

/** What the image is made of, as a digest: another base or an edited file gives another one. */
const inputsOf = (image: PracticeImage): string =>
  digestOf({
    base: image.baseImage,
    files: filesOf(image).map((name) => [name, readFileSync(join(folderOf(image), name), "utf8")]),
  });

/** The image's name. Its tag is the digest of its inputs, so an image that is there is the right one. */
export const tagOf = (image: PracticeImage): string =>
  `nightshift-sandbox-${image.kind}:${inputsOf(image).slice(0, 16)}`;

type BuildStep = { stream?: string; error?: string };

/** Builds the image unless it is there; pulls its base when the engine does not have it. */
export async function ensureImage(
  docker: Docker,
  image: PracticeImage,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const tag = tagOf(image);
  if (await isPresent(docker, tag)) return tag;
  say(`building the ${image.kind} image from ${image.baseImage}`);
  const output = await docker.buildImage(
    { context: folderOf(image), src: filesOf(image) },
    {
      t: tag,
      buildargs: { BASE: image.baseImage },
      labels: { "nightshift.sandbox": image.kind, "nightshift.sandbox.inputs": inputsOf(image) },
      rm: true,
      forcerm: true,
      abortSignal: signal,
    },
  );
  const steps = await new Promise<BuildStep[]>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    docker.modem.followProgress(output, (error: Error | null, result: BuildStep[]) =>
      error ? reject(error) : resolve(result),
    );
  });
  const failure = steps.find((step) => step.error);
  if (failure) throw new Error(`The ${image.kind} image could not be built: ${failure.error}`);
  return tag;
}

async function isPresent(docker: Docker, tag: string): Promise<boolean> {
  try {
    await docker.getImage(tag).inspect();
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

/** Whether the engine answered with this HTTP status. */
export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof Error && "statusCode" in error && error.statusCode === status;

/** Whether the engine could not be reached at all: its answers carry a status. */
export const isEngineGone = (error: unknown): boolean => error instanceof Error && !("statusCode" in error);

/** One line for a person about what the engine said. */
export const engineText = (error: unknown): string =>
  isEngineGone(error) ? `The Docker engine does not answer (${errorText(error)})` : errorText(error);
