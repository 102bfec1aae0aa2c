import fc from "fast-check";
import { expect, test } from "vitest";
import { redact, redactDeep } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import { excerptOf, quoted } from "./excerpt";

// Every sink (prompts, logs, the database, audit, sockets, errors) writes through these. Ten thousand secrets of the formats that are known,
// in the places where they are found.

const word = (length: number, letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });
const upper = "ABCDEFGHJKLMNPQRSTUVWXYZ234567";

/** A secret as it is written down, and the part of it that nobody may see. */
const secrets = fc.oneof(
  ...["sk-ant-", "sk-proj-", "ghp_", "github_pat_", "glpat-", "xoxb-", "npm_", "sk_live_", "ns_"].map((prefix) =>
    word(24).map((core) => ({ written: `${prefix}${core}`, core })),
  ),
  word(16, upper).map((core) => ({ written: `AKIA${core}`, core })),
  word(35).map((core) => ({ written: `AIza${core}`, core })),
  fc.tuple(word(20), word(40), word(30)).map(([head, core, tail]) => ({ written: `eyJ${head}.${core}.${tail}`, core })),
  ...["postgres", "redis", "https", "amqp"].map((scheme) =>
    word(20).map((core) => ({ written: `${scheme}://user:${core}@db.internal:5432/x`, core })),
  ),
  ...["password", "PGPASSWORD", "api_key", "client_secret", "access-key", "auth_token"].flatMap((name) =>
    [`${name}=`, `${name}: `, `"${name}": "`, `${name} = '`].map((before) =>
      word(20).map((core) => ({
        written: `${before}${core}${before.endsWith('"') ? '"' : before.endsWith("'") ? "'" : ""}`,
        core,
      })),
    ),
  ),
  ...["token", "refresh_token", "sessionToken", "authorization", "session_id", "Cookie"].flatMap((name) =>
    [`${name}=`, `${name}: `, `"${name}":"`, `'${name}': '`].map((before) =>
      word(20).map((core) => ({ written: `${before}7${core}${/["']$/.exec(before)?.[0] ?? ""}`, core })),
    ),
  ),
  word(24).map((core) => ({ written: `https://hooks.slack.com/services/T000/B000/${core}`, core })),
  word(20).map((core) => ({ written: `curl -sS -u admin:${core} https://db.internal/`, core })),
  ...["Authorization: Bearer", "Bearer"].map((name) => word(40).map((core) => ({ written: `${name} ${core}`, core }))),
  ...["requirepass", "masterauth", "--password", "-a"].map((option) =>
    word(20).map((core) => ({ written: ` ${option} ${core}7`, core })),
  ),
  word(60).map((core) => ({
    written: `-----BEGIN RSA PRIVATE KEY-----\n${core}\n-----END RSA PRIVATE KEY-----`,
    core,
  })),
);
const before = fc.constantFrom(
  "",
  " ",
  "_",
  '"',
  "'",
  "=",
  ": ",
  "(",
  "/",
  "\n",
  ",",
  "[",
  "-- ",
  "key:",
  "\t",
  "é",
  "x ",
);
const after = fc.constantFrom("", " ", "\n", '"', "'", ",", ")", "]", ";", " and more", "\t");

test("ten thousand secrets of known formats: none is left in anything that is written, shown or sent", () => {
  fc.assert(
    fc.property(secrets, before, after, fc.nat(200), ({ written, core }, left, right, padding) => {
      const text = `${"p ".repeat(padding)}${left}${written}${right}`;
      const sinks = [
        redact(text),
        excerptOf(text),
        quoted(text, 100 + padding),
        storable(text),
        JSON.stringify(redactDeep({ a: [text] })),
        redact(new Error(text).message),
      ];
      // Half of a secret is worth as much as the whole.
      for (const sink of sinks) expect(sink).not.toContain(core.slice(0, 12));
    }),
    { numRuns: 10_000 },
  );
});
