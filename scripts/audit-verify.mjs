// Recomputes the hash chain of an exported audit log, without a server and without anything but Node:
//   npm run audit:verify -- FILE [--anchor SEQ:HASH]
// FILE is what GET /api/v1/security/audit-logs/export gave, as CSV or NDJSON; `-` reads standard input. `--anchor` names a hash that
// an entry had when it was written down, for example the last line of an earlier export. Ends with 0 when the chain is intact, with 1
// when it is not, with 2 when there is nothing to check.
import { createReadStream } from "node:fs";
import { ExportCheck } from "./audit-verify/export-check.mjs";
import { readExport } from "./audit-verify/read-export.mjs";

const USAGE = "Usage: npm run audit:verify -- FILE [--anchor SEQ:HASH]";

function stopWith(code, text) {
  process.stdout.write(`${text}\n`);
  process.exit(code);
}

const [file, flag, anchor] = process.argv.slice(2);
const anchored = /^(\d+):([0-9a-f]{64})$/.exec(anchor ?? "");
if (!file || (flag !== undefined && (flag !== "--anchor" || !anchored))) stopWith(2, USAGE);

const check = new ExportCheck(anchored && { seq: Number(anchored[1]), hash: anchored[2] });
try {
  const bytes = file === "-" ? process.stdin : createReadStream(file);
  for await (const record of readExport(bytes)) {
    const fault = check.take(record);
    if (fault) stopWith(1, `BROKEN at entry ${fault.seq} (${fault.what}): ${fault.text}.\n${check.checked}`);
  }
} catch (error) {
  stopWith(2, `${file} cannot be checked: ${error.message}`);
}
const fault = check.end();
if (fault) stopWith(1, `BROKEN at entry ${fault.seq} (${fault.what}): ${fault.text}.\n${check.checked}`);
stopWith(0, `INTACT. ${check.checked}\nHead: ${check.head.seq}:${check.head.hash}`);
