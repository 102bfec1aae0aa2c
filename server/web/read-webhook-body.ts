import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

export type BodyRefusal = { status: 400 | 413 | 503; error: string };
export type Body = { body: Buffer } | BodyRefusal | "gone";

const unpackers: Record<string, (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

// Bodies that arrive slowly hold memory that quick ones need.
const PATIENCE_MS = 10_000;
// After a standstill of this process its timers go off before it has read what came meanwhile.
const READING_MS = 1_000;
const MOST_ARRIVING_BYTES = 64 * 1024 * 1024;
let arrivingBytes = 0;

/** The body of a webhook, unpacked, or why it is not taken. `gone`: the sender hung up, and nobody hears an answer. */
export async function readWebhookBody(request: IncomingMessage, mostBytes: number): Promise<Body> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (!unpack && encoding !== "identity" && encoding !== "")
    return { status: 400, error: "The body is packed in a way that is not known here; send it plain or with gzip" };
  const packed = await collect(request, mostBytes);
  if (!Buffer.isBuffer(packed) || !unpack) return Buffer.isBuffer(packed) ? { body: packed } : packed;
  try {
    return { body: await unpack(packed, { maxOutputLength: mostBytes }) };
  } catch (error) {
    const isTooLarge = error instanceof RangeError || (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge ? tooLarge(mostBytes) : { status: 400, error: `The body is not valid ${encoding}` };
  }
}

const tooLarge = (mostBytes: number): BodyRefusal => ({
  status: 413,
  error: `The body is larger than ${mostBytes / 1_024} KB`,
});

function collect(request: IncomingMessage, mostBytes: number): Promise<Buffer | BodyRefusal | "gone"> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > mostBytes) return Promise.resolve(tooLarge(mostBytes));
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (outcome: Buffer | BodyRefusal | "gone") => {
      clearTimeout(slow);
      arrivingBytes -= bytes;
      request.off("data", take).off("end", finish).off("error", leave).off("close", leave);
      resolve(outcome);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      arrivingBytes += chunk.length;
      if (bytes > mostBytes) return end(tooLarge(mostBytes));
      if (arrivingBytes > MOST_ARRIVING_BYTES)
        return end({ status: 503, error: "Too much is arriving at once; try again in a moment" });
      chunks.push(chunk);
    };
    const finish = () => end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    const leave = () => end("gone");
    const tooLate = () =>
      end({ status: 503, error: `The body did not arrive within ${PATIENCE_MS / 1_000} s; send it again` });
    let slow = setTimeout(() => {
      slow = setTimeout(tooLate, READING_MS);
    }, PATIENCE_MS);
    request.on("data", take).once("end", finish).once("error", leave).once("close", leave);
  });
}
