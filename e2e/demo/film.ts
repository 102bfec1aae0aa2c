import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { CDPSession, JSHandle, Page } from "@playwright/test";

type Size = { width: number; height: number };
type Studio = { brush: CanvasRenderingContext2D; recorder: MediaRecorder; parts: Blob[] };
type Set = { page: Page; studio: JSHandle<Studio> };
type Say = (line: string) => void;

/** Ends the film and writes it. It never fails: what goes wrong is said in one line. */
export type StopFilm = (file: string) => Promise<void>;

/** So much of the film crosses from the browser in one message. */
const SLICE_BYTES = 512 * 1_024;
/** A browser that does not hand its film over by then has lost it. */
const STOP_MS = 30_000;
/** Between two pictures taken: more would cost the filmed page its time and show no more. */
const PICTURE_MS = 100;

/**
 * Films a page, with nothing but the browser itself: a second page paints what the first one shows and records it.
 * Playwright's own video needs an ffmpeg that it downloads, and a closed network has none to give.
 */
export async function film(page: Page, size: Size, say: Say): Promise<StopFilm> {
  try {
    const set = await openStudio(page, size);
    if (!set) {
      say("No video: this browser has no MediaRecorder for WebM");
      return async () => undefined;
    }
    const camera = await page.context().newCDPSession(page);
    await roll(camera, set, size, say);
    return async (file) => {
      try {
        await Promise.race([develop(camera, set, file), tooLate()]);
      } catch (error) {
        say(`No video: ${words(error)}`);
      }
    };
  } catch (error) {
    say(`No video: ${words(error)}`);
    return async () => undefined;
  }
}

/** A blank page in a context of its own, already recording its canvas. Null where the browser cannot record. */
async function openStudio(filmed: Page, size: Size): Promise<Set | null> {
  const context = await filmed.context().browser()?.newContext({ viewport: size });
  if (!context) return null;
  const page = await context.newPage();
  const able = await page.evaluate(() => "MediaRecorder" in window && MediaRecorder.isTypeSupported("video/webm"));
  if (!able) {
    await context.close();
    return null;
  }
  // No function in here may have a name: the TypeScript loader marks named ones with a helper that the page lacks.
  const studio = await page.evaluateHandle<Studio, Size>(({ width, height }) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const brush = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    if (!brush) throw new Error("this browser draws no canvas");
    const mimeType = ["video/webm;codecs=vp8", "video/webm"].find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType, videoBitsPerSecond: 2_000_000 });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start(1_000);
    // A canvas that nobody paints gives no frames, and the film would skip the time in which nothing changed.
    setInterval(() => brush.drawImage(canvas, 0, 0), 200);
    return { brush, recorder, parts };
  }, size);
  return { page, studio };
}

/** Paints each picture of the filmed page. The next one is asked for only then, so the page never works ahead of the studio. */
async function roll(camera: CDPSession, { page, studio }: Set, size: Size, say: Say): Promise<void> {
  let broken = false;
  camera.on("Page.screencastFrame", async ({ data, sessionId }) => {
    try {
      await page.evaluate(paint, { studio, data });
      await wait(PICTURE_MS);
      await camera.send("Page.screencastFrameAck", { sessionId });
    } catch (error) {
      if (!broken && !page.isClosed()) say(`The video stands still from here: ${words(error)}`);
      broken = true;
    }
  });
  const limits = { maxWidth: size.width, maxHeight: size.height };
  await camera.send("Page.startScreencast", { format: "jpeg", quality: 75, ...limits });
}

/** Runs in the studio: one picture onto the whole canvas. */
async function paint({ studio: { brush }, data }: { studio: Studio; data: string }): Promise<void> {
  const picture = new Image();
  picture.src = `data:image/jpeg;base64,${data}`;
  await picture.decode();
  brush.drawImage(picture, 0, 0, brush.canvas.width, brush.canvas.height);
}

/** Stops both ends, brings the film over slice by slice and writes it. */
async function develop(camera: CDPSession, { page, studio }: Set, file: string): Promise<void> {
  await camera.send("Page.stopScreencast");
  const whole = await studio.evaluateHandle(async ({ recorder, parts }) => {
    await new Promise((stopped) => {
      recorder.onstop = stopped;
      recorder.stop();
    });
    return new Blob(parts, { type: recorder.mimeType });
  });
  const size = await whole.evaluate((blob) => blob.size);
  const slices: Buffer[] = [];
  for (let from = 0; from < size; from += SLICE_BYTES) {
    const base64 = await whole.evaluate(
      (blob, [start, end]) =>
        new Promise<string>((done) => {
          const reader = new FileReader();
          reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
          reader.readAsDataURL(blob.slice(start, end));
        }),
      [from, from + SLICE_BYTES] as const,
    );
    slices.push(Buffer.from(base64, "base64"));
  }
  writeFileSync(file, Buffer.concat(slices));
  await page.context().close();
}

async function tooLate(): Promise<never> {
  await wait(STOP_MS, undefined, { ref: false });
  throw new Error("the browser did not hand it over");
}

const words = (error: unknown): string => String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
