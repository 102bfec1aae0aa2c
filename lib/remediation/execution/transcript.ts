// What `agent_actions` keeps of each stream: its beginning and its end, where people look.
const HEAD = 32_768;
const TAIL = 32_768;

type Stream = "stdout" | "stderr";

/** Counts a command's output and keeps the beginning and the end of each stream, already redacted. */
export class Transcript {
  private kept = 0;
  private readonly streams = { stdout: { head: "", tail: "", cut: 0 }, stderr: { head: "", tail: "", cut: 0 } };
  /** How many bytes were read beyond the limit. */
  dropped = 0;

  /** Takes whole lines in, and gives back those that fit under `mostBytes` over both streams. */
  add(stream: Stream, lines: string[], mostBytes: number): string[] {
    const fitting: string[] = [];
    for (const line of lines) {
      const size = Buffer.byteLength(line) + 1;
      this.remember(stream, `${line}\n`);
      if (this.dropped > 0 || this.kept + size > mostBytes) this.dropped += size;
      else {
        this.kept += size;
        fitting.push(line);
      }
    }
    return fitting;
  }

  text(stream: Stream): string {
    const { head, tail, cut } = this.streams[stream];
    return cut > 0 ? `${head}\n… ${cut.toLocaleString("en-US")} characters left out …\n${tail}` : head + tail;
  }

  private remember(stream: Stream, text: string): void {
    const kept = this.streams[stream];
    const room = Math.max(0, HEAD - kept.head.length);
    kept.head += text.slice(0, room);
    kept.tail += text.slice(room);
    // Trimmed now and then rather than at every line, which would copy the tail each time.
    if (kept.tail.length > TAIL * 2) {
      kept.cut += kept.tail.length - TAIL;
      kept.tail = kept.tail.slice(-TAIL);
    }
  }
}
