// Reads an export record by record, so that a file of any length fits into memory.

const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Each record of an export: NDJSON when the first character is a brace, else CSV. Throws when it is neither. */
export async function* readExport(bytes) {
  let reader = null;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    reader ??= text.startsWith("{") ? new LinesOfJson() : new Csv();
    yield* reader.take(text);
  }
  decoder.decode();
  if (reader === null) throw new Error("it is empty");
  yield* reader.end();
}

class LinesOfJson {
  rest = "";
  number = 0;

  *take(text) {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop();
    if (this.rest.length > MOST_CHARACTERS) throw new Error(`line ${this.number + 1} is longer than 64 MB`);
    for (const line of lines) yield this.parse(line);
  }

  *end() {
    if (this.rest.trim() !== "") yield this.parse(this.rest);
  }

  parse(line) {
    this.number++;
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(`line ${this.number} is not JSON: the file was cut off or changed`);
    }
  }
}

const NUMBERS = ["version", "seq"];

/** RFC 4180. An empty cell is null, an empty pair of quotes is text; see lib/audit/export-format. */
class Csv {
  header = null;
  cells = [];
  cell = "";
  wasQuoted = false;
  isQuoted = false;
  // A quote at the end of what was read: whether it closes the cell or is half of a doubled one, the next character tells.
  isOpenQuestion = false;

  *take(text) {
    let at = 0;
    while (at < text.length) {
      if (this.isOpenQuestion) {
        this.isOpenQuestion = false;
        if (text[at] === '"') {
          this.cell += '"';
          at++;
          continue;
        }
        this.isQuoted = false;
      }
      if (this.isQuoted) {
        const quote = text.indexOf('"', at);
        const end = quote === -1 ? text.length : quote;
        this.cell += text.slice(at, end);
        if (this.cell.length > MOST_CHARACTERS) throw new Error("a cell is longer than 64 MB");
        at = end + 1;
        this.isOpenQuestion = quote !== -1;
        continue;
      }
      const char = text[at++];
      if (char === '"') {
        this.isQuoted = true;
        this.wasQuoted = true;
      } else if (char === ",") this.endCell();
      else if (char === "\n") yield* this.endRecord();
      else if (char !== "\r") this.cell += char;
    }
  }

  *end() {
    if (this.isQuoted && !this.isOpenQuestion) throw new Error("it ends in the middle of a cell: the file was cut off");
    if (this.cells.length > 0 || this.cell !== "") yield* this.endRecord();
  }

  endCell() {
    this.cells.push(this.wasQuoted ? this.cell : this.cell === "" ? null : this.cell);
    this.cell = "";
    this.wasQuoted = false;
  }

  *endRecord() {
    this.endCell();
    const cells = this.cells;
    this.cells = [];
    if (this.header === null) {
      if (cells[0] !== "record") throw new Error("it is not an export of Nightshift's audit log");
      this.header = cells;
    } else if (cells.length !== this.header.length)
      throw new Error("a line has another number of cells than the first");
    else yield Object.fromEntries(this.header.map((name, index) => [name, valueIn(name, cells[index])]));
  }
}

function valueIn(name, cell) {
  if (cell === null) return null;
  if (NUMBERS.includes(name)) return Number(cell);
  // The mark that keeps a spreadsheet from taking text for a formula.
  const text = cell.startsWith("'") ? cell.slice(1) : cell;
  return name === "data" ? JSON.parse(text) : text;
}
