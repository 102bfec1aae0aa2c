import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { CDPSession, JSHandle, Page } from "@playwright/test";
import { seekable } from "./webm";

type Size = { width: number; height: number };
type Studio = { brush: CanvasRenderingContext2D; mimeType: string; recorder: MediaRecorder | null; parts: Blob[] };
type Filming = { camera: CDPSession; page: Page; studio: JSHandle<Studio> };
type Say = (line: string) => void;

/** Ends the film and writes it. It never fails: what goes wrong is said in one line. */
export type StopFilm = (file: string) => Promise<void>;

/** Between two pictures: more of them would take the filmed page's processor from it and show no more. */
const PICTURE_MS = 150;
/** A busy machine compresses behind the camera: so long it may catch up, or the film would lose its last seconds. */
const CATCH_UP_MS = 2_000;
/** A browser that has not handed its film over by then has lost it. */
const STOP_MS = 30_000;
/** So much of the film crosses from the browser in one message. */
const SLICE_BYTES = 512 * 1_024;

/**
 * Films a page with nothing but the browser itself: a second, blank page paints what the first one shows and records it.
 * Playwright's own video needs an ffmpeg that it downloads, and a closed network has none to give.
 */
export async function film(page: Page, size: Size, say: Say): Promise<StopFilm> {
  const sayWhy = (error: unknown) => {
    say(`No video: ${words(error)}`);
    return null;
  };
  const filming = await start(page, size, say).catch(sayWhy);
  return async (file) => {
    if (filming) await Promise.race([develop(filming, file), tooLate()]).catch(sayWhy);
  };
}

/** Opens the studio in a context of its own and lets the camera roll. */
async function start(filmed: Page, size: Size, say: Say): Promise<Filming> {
  const context = await filmed.context().browser()?.newContext();
  if (!context) throw new Error("this browser opens no second window");
  const page = await context.newPage();
  const studio = await page.evaluateHandle(furnish, size);
  const camera = await filmed.context().newCDPSession(filmed);
  let broken = false;
  camera.on("Page.screencastFrame", async ({ data, sessionId }) => {
    try {
      await page.evaluate(paint, { studio, data });
      await wait(PICTURE_MS);
      // Only this asks for the next picture, so the filmed page never works ahead of the studio.
      await camera.send("Page.screencastFrameAck", { sessionId });
    } catch (error) {
      if (!broken && !page.isClosed()) say(`The video stands still from here: ${words(error)}`);
      broken = true;
    }
  });
  const limits = { maxWidth: size.width, maxHeight: size.height };
  await camera.send("Page.startScreencast", { format: "jpeg", quality: 75, ...limits });
  return { camera, page, studio };
}

/** Runs in the studio: a canvas. Functions in here stay nameless: tsx marks named ones with a helper the page lacks. */
function furnish({ width, height }: Size): Studio {
  if (!("MediaRecorder" in window)) throw new Error("this browser has no MediaRecorder");
  const mimeType = ["video/webm;codecs=vp8", "video/webm"].find((type) => MediaRecorder.isTypeSupported(type));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!mimeType || !brush) throw new Error("this browser records no WebM");
  // A canvas that nobody paints gives no frames, and the film would skip the time in which nothing changed.
  setInterval(() => brush.drawImage(canvas, 0, 0), 250);
  return { brush, mimeType, recorder: null, parts: [] };
}

/** Runs in the studio: one picture onto the whole canvas. */
async function paint({ studio, data }: { studio: Studio; data: string }): Promise<void> {
  const { brush, mimeType, parts } = studio;
  const picture = new Image();
  picture.src = `data:image/jpeg;base64,${data}`;
  await picture.decode();
  brush.drawImage(picture, 0, 0, brush.canvas.width, brush.canvas.height);
  if (studio.recorder) return;
  // Only now: a stream begins with what the canvas shows when it is made, and an empty one is black.
  const options = { mimeType, videoBitsPerSecond: 2_000_000, videoKeyFrameIntervalDuration: 2_000 };
  studio.recorder = new MediaRecorder(brush.canvas.captureStream(10), options);
  studio.recorder.ondataavailable = ({ data: part }) => parts.push(part);
  studio.recorder.start(1_000);
}

/** Stops both ends, brings the film over slice by slice and writes it. */
async function develop({ camera, page, studio }: Filming, file: string): Promise<void> {
  await camera.send("Page.stopScreencast");
  await wait(CATCH_UP_MS);
  const whole = await studio.evaluateHandle(async ({ recorder, parts }) => {
    if (!recorder) throw new Error("nothing was shown");
    await new Promise((stopped) => {
      recorder.onstop = stopped;
      recorder.stop();
    });
    return new Blob(parts, { type: recorder.mimeType });
  });
  const size = await whole.evaluate((blob) => blob.size);
  const slices: Buffer[] = [];
  for (let from = 0; from < size; from += SLICE_BYTES) {
    const url = await whole.evaluate(
      (blob, [start, end]) =>
        new Promise<string>((read) => {
          const reader = new FileReader();
          reader.onloadend = () => read(String(reader.result));
          reader.readAsDataURL(blob.slice(start, end));
        }),
      [from, from + SLICE_BYTES] as const,
    );
    slices.push(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
  }
  writeFileSync(file, seekable(Buffer.concat(slices)));
  await page.context().close();
}

async function tooLate(): Promise<never> {
  await wait(STOP_MS, undefined, { ref: false });
  throw new Error("the browser did not hand it over");
}

const words = (error: unknown): string => String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
