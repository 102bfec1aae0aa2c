import { StringDecoder } from "node:string_decoder";
import { redact } from "@/lib/platform/redact";

// A line without an end is cut here, and this much of it is held back, so that a secret never straddles the cut unseen.
const LONGEST_LINE = 65_536;
const HELD_BACK = 4_096;

const KEY_BEGINS = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z ]*PRIVATE KEY-----/;

// Terminal escapes in both their forms, every other control but the tab, and the marks that turn the direction of text around.
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /(?:\x1b\[|\x9b)[0-9;?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\x9d]*(?:\x07|\x1b\\|\x9c)|[^\P{Cc}\t]|\p{Bidi_C}/gu;

/**
 * Turns one stream's bytes into redacted lines of plain text. A line is given out only when it is whole, so a secret that arrives in
 * two pieces is seen as one. Terminal escapes and marks that turn text around are removed; NUL, which Postgres cannot store, becomes ␀.
 */
export class OutputLines {
  private readonly decoder = new StringDecoder("utf8");
  private rest = "";
  private insideKey = false;

  /** `secrets`: of the service that the command is about. */
  constructor(private readonly secrets: readonly string[]) {}

  /** The lines that these bytes complete. */
  push(data: Buffer): string[] {
    this.rest += this.decoder.write(data);
    const lines = this.rest.split("\n");
    this.rest = lines.pop() ?? "";
    const clean = lines.map((line) => this.clean(line));
    if (this.rest.length > LONGEST_LINE) {
      const redacted = redact(this.rest, this.secrets);
      clean.push(this.clean(redacted.slice(0, -HELD_BACK)));
      this.rest = redacted.slice(-HELD_BACK);
    }
    return clean;
  }

  /** What is left when the stream has ended: a last line without an end, or nothing. */
  end(): string[] {
    const last = this.rest + this.decoder.end();
    this.rest = "";
    return last ? [this.clean(last)] : [];
  }

  private clean(line: string): string {
    const begins = KEY_BEGINS.test(line);
    if (begins || this.insideKey) {
      this.insideKey = !KEY_ENDS.test(line);
      return "[redacted]";
    }
    return redact(line.replaceAll("\0", "␀").replace(ESCAPES, ""), this.secrets);
  }
}
