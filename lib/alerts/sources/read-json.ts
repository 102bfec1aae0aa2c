import { Unreadable } from "./source";

export type Json = Record<string, unknown>;

/** Deeper than any sender nests, and shallow enough for whatever walks it later. */
const MOST_DEPTH = 64;

/**
 * The JSON object that a body holds. Bytes that are no UTF-8 become the replacement character, and of two equal keys the last counts: an
 * alert with a broken letter in it is still an alert. Throws `Unreadable`, in words for whoever set up the sender.
 */
export function readJson(body: Buffer): Json {
  const value = parseJson(body);
  if (!isObject(value)) throw new Unreadable(`The body is ${nameOf(value)}; a JSON object is expected`);
  return value;
}

/** As `readJson`, for senders whose body need not be an object. */
export function parseJson(body: Buffer): unknown {
  // A TextDecoder leaves the byte order mark out.
  const text = new TextDecoder().decode(body);
  if (text.trim() === "") throw new Unreadable("The body is empty; a JSON object is expected");
  refuseDeepNesting(text);
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes the body, secrets and all.
    throw new Unreadable("The body is no valid JSON");
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object in a field, or an empty one. Fields are asked for by names that no prototype has. */
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const nameOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
};

// Counted in a loop, before anything that calls itself could run out of stack.
function refuseDeepNesting(text: string): void {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInText) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) isInText = false;
    } else if (code === QUOTE) isInText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (++depth > MOST_DEPTH) throw new Unreadable(`The body nests more than ${MOST_DEPTH} levels deep`);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
  }
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
