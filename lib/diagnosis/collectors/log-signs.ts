import type { Known } from "../facts";

// The words of Redis (server.c, rdb.c, anet.c), Postgres (md.c, xlog.c, postmaster.c, aset.c) and the system's errno texts, at the place where
// each writes them. A statement that somebody logs can carry the same words, so a sign supports what is measured and proves nothing alone.
const level = String.raw`(?:PANIC|FATAL|ERROR|LOG):\s+`;
const signs = {
  cleanShutdown: /bye bye\.\.\.\s*$|database system is shut down\s*$/,
  diskFull: new RegExp(
    `${level}could not (?:extend|write|create)[^:]*:? .*No space left on device|# .*(?:Write error|Error) .*No space left on device`,
  ),
  outOfMemory: new RegExp(
    `${level}out of memory\\s*$|${level}server process \\(PID \\d+\\) was terminated by signal 9|# .*(?:Cannot allocate memory|Out Of Memory allocating)`,
  ),
  tooManyFiles: new RegExp(
    `${level}(?:could not|out of file).*(?:Too many open files|file descriptors)|# .*Too many open files`,
  ),
  checkpointsTooOften: new RegExp(`${level}checkpoints are occurring too frequently`),
  addressInUse: /(?:bind|could not bind).*: Address already in use/,
} satisfies Record<keyof Known["targetLog"], RegExp>;
type Sign = keyof typeof signs;

/** What the end of a server's log says of itself. Its farewell counts only at the very end. */
export function logSigns(lines: string[]): Known["targetLog"] {
  // A continued statement begins with a tab, and a statement says that it is one.
  const own = lines.map((line) => line.slice(0, 400)).filter((line) => !/^\t|(?:STATEMENT|DETAIL|CONTEXT):/.test(line));
  const says = (sign: Sign, within = own) => within.some((line) => signs[sign].test(line));
  return {
    cleanShutdown: says("cleanShutdown", own.slice(-5)),
    diskFull: says("diskFull"),
    outOfMemory: says("outOfMemory"),
    tooManyFiles: says("tooManyFiles"),
    checkpointsTooOften: says("checkpointsTooOften"),
    addressInUse: says("addressInUse"),
  };
}
