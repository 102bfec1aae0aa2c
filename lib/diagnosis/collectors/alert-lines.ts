// Causes in the words that servers, kernels and libraries write themselves. What is narrower comes first.
const signs = {
  "port-in-use": /\baddress already in use\b|\bEADDRINUSE\b|\bport is already allocated\b/i,
  "oom-killed": /\bOOM-?Killed\b|\binvoked oom-killer\b|'oom-kill'|\bout of memory: killed process\b/i,
  "server-full":
    /\bsorry, too many clients already\b|\bremaining connection slots are reserved\b|\btoo many connections\b|\bmax number of clients reached\b/i,
  certificate: /\bcertificate (?:has |is )?expired\b|\bCERT_HAS_EXPIRED\b/i,
  disk: /\bno space left on device\b|\bENOSPC\b/i,
  "file-handles": /\btoo many open files\b|\bEMFILE\b/i,
  "dns-failure": /\btemporary failure in name resolution\b|\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN)\b/i,
};
export type LineClass = keyof typeof signs;

// What a runbook would have people look for is not what was seen.
const ASKING = /\b(?:runbook|whether|if|might|maybe|make sure)\b|\?/i;
const LINES = 200;
const LINE_CHARS = 400;

/** The first line of a description that names a cause in a program's own words, and its class; null when none does. */
export function tellingLine(description: string): { of: LineClass; line: string } | null {
  const lines = description
    .slice(0, 8_000)
    .split(/\r?\n/, LINES)
    .map((line) => line.slice(0, LINE_CHARS))
    .filter((line) => !ASKING.test(line));
  for (const [of, words] of Object.entries(signs) as [LineClass, RegExp][]) {
    const line = lines.find((one) => words.test(one));
    if (line !== undefined) return { of, line };
  }
  return null;
}
