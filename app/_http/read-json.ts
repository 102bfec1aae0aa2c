import { malformed, tooLarge } from "./refusals";

const MOST_BYTES = 1_048_576;
const DEEPEST = 32;

/**
 * The JSON value in a request's body; `{}` when the body is empty. Stops reading at 1 MB, whatever Content-Length promised. Throws
 * `too_large`, or `malformed` in words when it is not UTF-8, not JSON or nested deeper than 32.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = decodeUtf8(await readBytes(request, MOST_BYTES));
  if (text.trim() === "") return {};
  if (isTooDeep(text)) throw malformed(`The body is nested deeper than ${DEEPEST} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("The body is not JSON");
  }
}

/** The bytes of a body, at most `most` of them. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  const refusal = () => tooLarge(`The body is larger than ${Math.floor(most / 1024)} KB`);
  if (Number(request.headers.get("content-length") ?? 0) > most) throw refusal();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw malformed("The body ended early");
    });
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw refusal();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw malformed("The body is not UTF-8");
  }
}

/** Counts brackets outside strings, before parsing: what recurses over the value later must be able to trust its depth. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") {
      depth++;
      if (depth > DEEPEST) return true;
    } else if (char === "}" || char === "]") depth--;
  }
  return false;
}
