import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/auth";
import { digestOf } from "@/lib/platform/crypto";
import { closeDatabase, inTransaction, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { exportAuditEntries, recordAudit, verifyChain } from ".";

const folder = mkdtempSync(join(tmpdir(), "nightshift-audit-"));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeDatabase();
});

/** An organization with a chain of `count` entries. */
async function newChain(count = 12) {
  const organization = await newOrganization();
  await extend(organization.owner, count);
  return { ...organization, verify: (anchor = {}) => verifyChain(organization.owner, anchor) };
}

async function extend(ctx: Ctx, count: number): Promise<void> {
  await inTransaction((tx) => {
    for (let i = 1; i <= count; i++) {
      const data = {
        text: `=1+${i}, "a" 'b'\r\nü 🌙`,
        ratio: 1e21 / i,
        before: { n: i, list: [null, -0, 1.5] },
        after: null,
      };
      const from: Ctx = {
        ...ctx,
        keyId: newId(),
        origin: { address: "203.0.113.7", userAgent: "curl/8" },
        requestId: newId(),
      };
      recordAudit(tx, i % 2 ? from : ctx, { verb: "thing.change", subject: { kind: "thing", id: String(i) }, data });
    }
  });
}

/** Whoever owns the database can do what the product cannot. */
async function tamper(sql: string | string[], ...values: unknown[]): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("ALTER TABLE audit_entries DISABLE TRIGGER USER");
    for (const one of [sql].flat()) await client.query(one, values);
    await client.query("ALTER TABLE audit_entries ENABLE TRIGGER USER");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

async function exported(ctx: Ctx, format: "csv" | "json", filters = {}): Promise<string> {
  const file = join(folder, `${newId()}.${format}`);
  const { text } = await exportAuditEntries(ctx, { format, ...filters });
  let all = "";
  for await (const part of text) all += part;
  writeFileSync(file, all);
  return file;
}

const offline = (file: string, ...more: string[]) => {
  const { status, stdout } = spawnSync(process.execPath, ["scripts/audit-verify.mjs", file, ...more], {
    encoding: "utf8",
  });
  return { status, stdout };
};

/** Rewrites an entry and everything after it, as somebody would who knows how hashes are made but has no key. */
async function rewriteFrom(organizationId: string, seq: number): Promise<void> {
  const { rows } = await pool().query("SELECT * FROM audit_entries WHERE organization_id = $1 ORDER BY seq", [
    organizationId,
  ]);
  let hash = rows[seq - 2]?.hash ?? "0".repeat(64);
  for (const row of rows.slice(seq - 1)) {
    const previousHash = hash;
    if (Number(row.seq) === seq) row.actor_name = "Somebody else";
    hash = digestOf({
      organizationId,
      seq: row.seq,
      at: row.at.toISOString(),
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      actorName: row.actor_name,
      requestId: row.request_id,
      verb: row.verb,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      data: row.data,
      previousHash,
      version: 2,
      keyId: row.key_id,
      address: row.address,
      userAgent: row.user_agent,
    });
    await tamper(
      "UPDATE audit_entries SET actor_name = $3, previous_hash = $4, hash = $5 WHERE organization_id = $1 AND seq = $2",
      organizationId,
      row.seq,
      row.actor_name,
      previousHash,
      hash,
    );
  }
  await pool().query("UPDATE audit_heads SET hash = $2 WHERE organization_id = $1", [organizationId, hash]);
}

describe("a chain that nobody touched", () => {
  test("is intact, signed from its first entry, and so is its export without a server", async () => {
    const chain = await newChain();
    expect(await chain.verify()).toMatchObject({
      intact: true,
      entries: 12,
      first_break: null,
      signature: "valid",
      signed_from: 1,
    });
    for (const format of ["csv", "json"] as const) {
      const { status, stdout } = offline(await exported(chain.owner, format));
      expect(stdout).toContain("INTACT");
      expect(status).toBe(0);
    }
    expect((await chain.verify()).entries).toBe(14);
  });

  test("an organization without entries has nothing to verify", async () => {
    const { owner } = await newOrganization();
    expect(await verifyChain(owner)).toMatchObject({ intact: true, entries: 0, head: null });
  });

  test("entries from before the signature verify, and the chain says where it begins", async () => {
    const { id, owner } = await newOrganization();
    const first = {
      organizationId: id,
      actorKind: "user",
      actorId: "u",
      actorName: "U",
      requestId: null,
      verb: "old.entry",
      subjectKind: "thing",
      subjectId: "1",
      data: { a: 1 },
      seq: "1",
      at: "2026-11-01T00:00:00.000Z",
      previousHash: "0".repeat(64),
    };
    await pool().query(
      `INSERT INTO audit_entries (version, organization_id, seq, at, actor_kind, actor_id, actor_name, verb, subject_kind, subject_id, data,
         previous_hash, hash) VALUES (1, $1, 1, $2, 'user', 'u', 'U', 'old.entry', 'thing', '1', '{"a":1}', $3, $4)`,
      [id, first.at, first.previousHash, digestOf(first)],
    );
    await pool().query("INSERT INTO audit_heads (organization_id, seq, hash) VALUES ($1, 1, $2)", [
      id,
      digestOf(first),
    ]);
    expect(await verifyChain(owner)).toMatchObject({ intact: true, entries: 1, signature: "absent" });
    await extend(owner, 2);
    // Its own entry says that the signature starts here.
    expect(await verifyChain(owner)).toMatchObject({ intact: true, entries: 4, signature: "valid", signed_from: 2 });
    expect(offline(await exported(owner, "json")).status).toBe(0);
  });

  test("only owners and admins may look", async () => {
    const { viewer, responder } = await newChain(1);
    await expect(verifyChain(viewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(exportAuditEntries(responder, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("tampering is named at its first link", () => {
  const cases: [string, string | string[], { seq: number; what: string }][] = [
    [
      "a changed entry",
      `UPDATE audit_entries SET data = '{"text":"nothing happened"}' WHERE organization_id = $1 AND seq = 5`,
      { seq: 5, what: "changed" },
    ],
    [
      "a changed address",
      "UPDATE audit_entries SET address = '198.51.100.1' WHERE organization_id = $1 AND seq = 5",
      { seq: 5, what: "changed" },
    ],
    [
      "an older version claimed",
      "UPDATE audit_entries SET version = 1 WHERE organization_id = $1 AND seq = 5",
      { seq: 5, what: "version" },
    ],
    [
      "a removed entry",
      "DELETE FROM audit_entries WHERE organization_id = $1 AND seq = 5",
      { seq: 5, what: "removed" },
    ],
    [
      "a removed beginning",
      "DELETE FROM audit_entries WHERE organization_id = $1 AND seq < 4",
      { seq: 1, what: "removed" },
    ],
    [
      "an inserted entry",
      [
        "UPDATE audit_entries SET seq = seq + 100 WHERE organization_id = $1 AND seq >= 5",
        "UPDATE audit_entries SET seq = seq - 99 WHERE organization_id = $1 AND seq >= 100",
        `INSERT INTO audit_entries SELECT (jsonb_populate_record(e, '{"seq":5}')).* FROM audit_entries e WHERE organization_id = $1 AND seq = 4`,
      ],
      { seq: 5, what: "changed" },
    ],
    [
      "a truncated end",
      "DELETE FROM audit_entries WHERE organization_id = $1 AND seq > 9",
      { seq: 10, what: "truncated" },
    ],
    ["everything gone", "DELETE FROM audit_entries WHERE organization_id = $1", { seq: 1, what: "truncated" }],
    ["a head set back", "UPDATE audit_heads SET seq = 9 WHERE organization_id = $1", { seq: 10, what: "head" }],
    [
      "a head with another hash",
      `UPDATE audit_heads SET hash = repeat('a', 64) WHERE organization_id = $1`,
      { seq: 12, what: "head" },
    ],
    ["a head taken away", "DELETE FROM audit_heads WHERE organization_id = $1", { seq: 12, what: "head" }],
    [
      "a signature taken away",
      "UPDATE audit_heads SET signature = NULL WHERE organization_id = $1",
      { seq: 12, what: "signature" },
    ],
    [
      "a signature by another key",
      "UPDATE audit_heads SET signed_with = 'x' WHERE organization_id = $1",
      { seq: 12, what: "signature" },
    ],
  ];
  test.each(cases)("%s", async (_, sql, first_break) => {
    const chain = await newChain();
    await tamper(sql, chain.id);
    const found = await chain.verify();
    expect(found).toMatchObject({ intact: false, first_break });
    expect(found.text).toContain("broken");
  });

  test("an entry of another organization's chain", async () => {
    const [chain, other] = [await newChain(), await newChain()];
    await tamper("DELETE FROM audit_entries WHERE organization_id = $1", chain.id);
    await tamper(
      `INSERT INTO audit_entries SELECT (jsonb_populate_record(e, jsonb_build_object('organization_id', $1::text))).*
       FROM audit_entries e WHERE organization_id = $2`,
      chain.id,
      other.id,
    );
    expect(await chain.verify()).toMatchObject({ intact: false, first_break: { seq: 1, what: "foreign" } });
    expect((await other.verify()).intact).toBe(true);
  });

  test("a chain rewritten with fitting hashes, also after it went on", async () => {
    const chain = await newChain();
    const before = await chain.verify();
    const anchor = { anchor_seq: before.head?.seq, anchor_hash: before.head?.hash };
    await rewriteFrom(chain.id, 5);
    expect(await chain.verify()).toMatchObject({
      intact: false,
      entries: 12,
      signature: "invalid",
      first_break: { what: "signature" },
    });
    await extend(chain.owner, 3);
    expect(await chain.verify()).toMatchObject({ intact: false, signature: "invalid" });
    expect(await chain.verify(anchor)).toMatchObject({ first_break: { seq: 12, what: "anchor" } });
    // Without the key it looks whole; the hash that was written down tells.
    const file = await exported(chain.owner, "csv");
    expect(offline(file).status).toBe(0);
    expect(offline(file, "--anchor", `${anchor.anchor_seq}:${anchor.anchor_hash}`)).toMatchObject({ status: 1 });
  });

  test("an end cut off together with the head, also after it went on", async () => {
    const chain = await newChain();
    await tamper("DELETE FROM audit_entries WHERE organization_id = $1 AND seq > 9", chain.id);
    await tamper(
      "UPDATE audit_heads SET seq = 9, hash = (SELECT hash FROM audit_entries WHERE organization_id = $1 AND seq = 9) WHERE organization_id = $1",
      chain.id,
    );
    expect(await chain.verify()).toMatchObject({ intact: false, first_break: { what: "signature" } });
    await extend(chain.owner, 3);
    expect(await chain.verify()).toMatchObject({ intact: false, signature: "invalid" });
  });
});

describe("an export that was changed", () => {
  async function changed(format: "csv" | "json", change: (lines: string[]) => string[]) {
    const chain = await newChain();
    const file = await exported(chain.owner, format);
    // Cells hold line breaks, so records are told apart by how the next one begins.
    const records = readFileSync(file, "utf8").split(
      new RegExp(`${format === "csv" ? "\r\n" : "\n"}(?=${format === "csv" ? '"(?:entry|head|export)"' : "{"})`),
    );
    writeFileSync(file, change(records).join(format === "csv" ? "\r\n" : "\n"));
    return offline(file);
  }
  test.each(["csv", "json"] as const)("is named at its first link: %s", async (format) => {
    // Before the entries stand the header (CSV) and the opening.
    const first = format === "csv" ? 2 : 1;
    expect((await changed(format, (lines) => lines)).stdout).toContain("INTACT. 13 entries");
    const without = await changed(format, (lines) => lines.toSpliced(first + 4, 1));
    expect(without.stdout).toContain("BROKEN at entry 5 (removed)");
    expect(without.status).toBe(1);
    const twice = await changed(format, (lines) => lines.toSpliced(first + 4, 0, lines[first + 3] ?? ""));
    expect(twice.stdout).toContain("BROKEN at entry 4 (inserted)");
    const other = await changed(format, (lines) =>
      lines.with(first + 4, (lines[first + 4] ?? "").replace("203.0.113.7", "203.0.113.8")),
    );
    expect(other.stdout).toContain("BROKEN at entry 5 (changed)");
    const cut = await changed(format, (lines) => lines.slice(0, -3));
    expect(cut.stdout).toContain("(truncated)");
  });
  test("by filters says so and checks what is there", async () => {
    const chain = await newChain();
    const { status, stdout } = offline(await exported(chain.owner, "csv", { subject_id: "7" }));
    expect(stdout).toContain("1 entries were recomputed and fit. The export was filtered");
    expect(status).toBe(0);
  });
  test("no cell begins like a formula", async () => {
    const { id, owner } = await newOrganization();
    for (const name of ["=1+1", "+1", "-1", "@x", "\tx", "'x", "a\rb"])
      await extend({ ...owner, actor: { kind: "user", id, name } }, 2);
    const file = await exported(owner, "csv");
    expect(readFileSync(file, "utf8")).not.toMatch(/(^|,)"?[=+\-@\t]/m);
    expect(offline(file).status).toBe(0);
  });
});
