/** Twice what 32,000 tokens take on the wire, each in an event of its own. */
const MOST_BYTES = 8 * 1024 * 1024;

/** More came than an answer can be. */
export class TooMuch extends Error {}

/**
 * `fetch` that calls `onBytes` whenever something of an answer comes: the API sends signs of life that the SDK keeps to itself. It breaks off
 * with `TooMuch` what is longer than any answer, which would otherwise be collected in memory for as long as it comes.
 */
export const attentive =
  (onBytes: () => void) =>
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    let bytes = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, to) {
        bytes += chunk.byteLength;
        if (bytes > MOST_BYTES) throw new TooMuch("more than an answer can be");
        onBytes();
        to.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
  };
