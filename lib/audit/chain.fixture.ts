import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ctx } from "@/lib/auth";
import { digestOf } from "@/lib/platform/crypto";
import { inTransaction, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { exportAuditEntries, recordAudit, verifyChain } from ".";

/** An organization with a chain of `count` entries, from its making on. */
export async function newChain(count = 12) {
  const organization = await newOrganization();
  await beginChain(organization.owner);
  await extend(organization.owner, count - 1);
  return { ...organization, verify: (anchor = {}) => verifyChain(organization.owner, anchor) };
}

/** What is recorded where an organization is made by the product. */
export const beginChain = (ctx: Ctx): Promise<void> =>
  inTransaction((tx) =>
    recordAudit(tx, ctx, {
      verb: "organization.create",
      subject: { kind: "organization", id: ctx.organizationId },
    }),
  );

export async function extend(ctx: Ctx, count: number): Promise<void> {
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
      recordAudit(tx, i % 2 ? ctx : from, { verb: "thing.change", subject: { kind: "thing", id: String(i) }, data });
    }
  });
}

/** Whoever owns the database can do what the product cannot. */
export async function tamper(sql: string | string[], ...values: unknown[]): Promise<void> {
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

/** Rewrites an entry and everything after it, as somebody would who knows how hashes are made but has no key. */
export async function rewriteFrom(organizationId: string, seq: number): Promise<void> {
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

export async function exported(ctx: Ctx, format: "csv" | "json", filters = {}): Promise<string> {
  const { text } = await exportAuditEntries(ctx, { format, ...filters });
  let all = "";
  for await (const part of text) all += part;
  return all;
}

/** What the check without a server says of an export. */
export function offline(text: string, ...more: string[]): { status: number | null; stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), "nightshift-audit-"));
  const file = join(folder, "export");
  try {
    writeFileSync(file, text);
    return spawnSync(process.execPath, ["scripts/audit-verify.mjs", file, ...more], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
