#!/usr/bin/env node
// A small SQL client for machines without psql: one statement, rows as a table on stdout, errors on stderr, exit code 0 or 1.
// Usage: node sql-client.mjs -h HOST -p PORT -U USER -d DATABASE -c STATEMENT   (password in PGPASSWORD)
import { parseArgs } from "node:util";
import pg from "pg";

const { values } = parseArgs({
  options: {
    host: { type: "string", short: "h" },
    port: { type: "string", short: "p" },
    user: { type: "string", short: "U" },
    dbname: { type: "string", short: "d" },
    command: { type: "string", short: "c" },
  },
});

const client = new pg.Client({
  host: values.host,
  port: Number(values.port),
  user: values.user,
  database: values.dbname,
  password: process.env.PGPASSWORD,
  application_name: "nightshift",
  connectionTimeoutMillis: 5_000,
});
client.on("notice", (notice) => console.error(`${notice.severity}:  ${notice.message}`));

try {
  await client.connect();
  const { command, fields, rows, rowCount } = await client.query({ text: values.command, rowMode: "array" });
  if (fields.length > 0)
    print(
      fields.map((field) => field.name),
      rows,
    );
  else console.log(rowCount === null ? command : `${command} ${rowCount}`);
  await client.end();
} catch (error) {
  console.error(`${error.severity ?? "ERROR"}:  ${error.message || error.code}`);
  process.exit(1);
}

function print(names, rows) {
  const text = (value) => (value === null ? "" : value === true ? "t" : value === false ? "f" : String(value));
  const cells = rows.map((row) => row.map(text));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i].length)));
  const line = (row) => ` ${row.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} `.trimEnd();
  console.log(line(names));
  console.log(widths.map((width) => "-".repeat(width + 2)).join("+"));
  for (const row of cells) console.log(line(row));
  console.log(`(${rows.length} ${rows.length === 1 ? "row" : "rows"})`);
}
