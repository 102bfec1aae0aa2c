const SKIPPED = new Set(["level", "time", "msg", "pid", "hostname"]);

/** A line of pino's JSON as a person reads it, on one line; any other line as it is. */
export function readable(line: string): string {
  const entry = parse(line);
  if (!entry) return line;
  const time = typeof entry.time === "string" ? entry.time.slice(11, 19) : "";
  const level = typeof entry.level === "string" && entry.level !== "info" ? `${entry.level} ` : "";
  const rest = Object.entries(entry)
    .filter(([name, value]) => !SKIPPED.has(name) && value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const words = [time, `${level}${String(entry.msg ?? "")}`, ...rest].filter(Boolean).join(" ");
  return words.replace(/\s+/g, " ").slice(0, 500);
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return value && typeof value === "object" && "level" in value ? (value as Record<string, unknown>) : null;
  } catch {
    // It only looked like JSON.
    return null;
  }
}
