import { afterAll, describe, expect, test } from "vitest";
import { digestOf } from "@/lib/platform/crypto";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { verifyChain } from ".";
import { exported, extend, newChain, offline, rewriteFrom, tamper } from "./chain.fixture";
import type { BreakKind } from "./contract";

afterAll(closeDatabase);

describe("a chain that nobody touched", () => {
  test("is intact, signed from its first entry, and so is its export without a server", async () => {
    const chain = await newChain();
    const whole = { intact: true, entries: 12, first_break: null, signature: "valid", signed_from: 1 };
    expect(await chain.verify()).toMatchObject(whole);
    for (const format of ["csv", "json"] as const) {
      const { status, stdout } = offline(await exported(chain.owner, format));
      expect(stdout).toContain("INTACT");
      expect(status).toBe(0);
    }
    expect((await chain.verify()).entries).toBe(14);
  });

  test("entries from before the signature verify, and the chain says where it begins", async () => {
    const { id, owner } = await newOrganization();
    const first = {
      organizationId: id,
      actorKind: "user",
      actorId: "u",
      actorName: "U",
      requestId: null,
      verb: "organization.seed",
      subjectKind: "thing",
      subjectId: "1",
      data: { a: 1 },
      seq: "1",
      at: "2026-11-01T00:00:00.000Z",
      previousHash: "0".repeat(64),
    };
    await pool().query(
      `INSERT INTO audit_entries (version, organization_id, seq, at, actor_kind, actor_id, actor_name, verb, subject_kind, subject_id, data,
         previous_hash, hash) VALUES (1, $1, 1, $2, 'user', 'u', 'U', 'organization.seed', 'thing', '1', '{"a":1}', $3, $4)`,
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
    const { viewer } = await newChain(1);
    await expect(verifyChain(viewer)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("tampering is named at its first link", () => {
  const OWN = "WHERE organization_id = $1";
  const set = (change: string) => `UPDATE audit_entries SET ${change} ${OWN} AND seq = 5`;
  const remove = (which: string) => `DELETE FROM audit_entries ${OWN} ${which}`;
  const setHead = (change: string) => `UPDATE audit_heads SET ${change} ${OWN}`;
  const inserted = [
    `UPDATE audit_entries SET seq = seq + 100 ${OWN} AND seq >= 5`,
    `UPDATE audit_entries SET seq = seq - 99 ${OWN} AND seq >= 100`,
    `INSERT INTO audit_entries SELECT (jsonb_populate_record(e, '{"seq":5}')).* FROM audit_entries e ${OWN} AND seq = 4`,
  ];
  test.each<[string, number, BreakKind, string | string[]]>([
    ["a changed entry", 5, "changed", set(`data = '{"text":"nothing happened"}'`)],
    ["a changed address", 5, "changed", set("address = '198.51.100.1'")],
    ["an older version claimed", 5, "version", set("version = 1")],
    ["a removed entry", 5, "removed", remove("AND seq = 5")],
    ["a removed beginning", 1, "removed", remove("AND seq < 4")],
    ["an inserted entry", 5, "changed", inserted],
    ["a truncated end", 10, "truncated", remove("AND seq > 9")],
    ["everything gone", 1, "truncated", remove("")],
    ["a head set back", 10, "head", setHead("seq = 9")],
    ["a head with another hash", 12, "head", setHead("hash = repeat('a', 64)")],
    ["a head taken away", 12, "head", `DELETE FROM audit_heads ${OWN}`],
    ["a signature taken away", 12, "signature", setHead("signature = NULL")],
    ["a signature by another key", 12, "signature", setHead("signed_with = 'x'")],
  ])("%s", async (_, seq, what, sql) => {
    const chain = await newChain();
    await tamper(sql, chain.id);
    const found = await chain.verify();
    expect(found).toMatchObject({ intact: false, first_break: { seq, what } });
    expect(found.text).toContain("broken");
  });

  test("an entry of another organization's chain", async () => {
    const [chain, other] = [await newChain(), await newChain()];
    await tamper(remove(""), chain.id);
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
    const text = await exported(chain.owner, "csv");
    expect(offline(text).status).toBe(0);
    expect(offline(text, "--anchor", `${anchor.anchor_seq}:${anchor.anchor_hash}`)).toMatchObject({ status: 1 });
  });

  test("a signature taken away or said to begin after a history that was rewritten, also after it went on", async () => {
    const [emptied, removed] = [await newChain(), await newChain()];
    for (const { id } of [emptied, removed]) await rewriteFrom(id, 5);
    await tamper(setHead("signature = '', signed_from = seq + 1"), emptied.id);
    await tamper(setHead("signature = NULL, signed_from = NULL, signed_with = NULL"), removed.id);
    for (const chain of [emptied, removed]) {
      expect(await chain.verify()).toMatchObject({ intact: false, first_break: { what: "signature" } });
      await extend(chain.owner, 3);
      expect(await chain.verify()).toMatchObject({ intact: false, first_break: { what: "signature" } });
    }
  });

  test("a secret that seems to have changed is told with every verification, for people to ask about", async () => {
    const chain = await newChain();
    await tamper(setHead("signed_with = 'x'"), chain.id);
    await extend(chain.owner, 1);
    const found = await chain.verify();
    expect(found).toMatchObject({ intact: true, signature: "valid", signed_from: 13, entries: 14 });
    expect(found.text).toMatch(/entry 13 and later.+If nobody changed the secret then/);
  });

  test("a chain that is gone as a whole, also after it went on", async () => {
    const chain = await newChain();
    await tamper([remove(""), `DELETE FROM audit_heads ${OWN}`], chain.id);
    expect(await chain.verify()).toMatchObject({ intact: false, entries: 0, first_break: { seq: 1, what: "removed" } });
    await extend(chain.owner, 3);
    expect(await chain.verify()).toMatchObject({ intact: false, first_break: { seq: 1, what: "removed" } });
  });

  test("an end cut off together with the head, also after it went on", async () => {
    const chain = await newChain();
    const headToo = setHead(`seq = 9, hash = (SELECT hash FROM audit_entries ${OWN} AND seq = 9)`);
    await tamper([remove("AND seq > 9"), headToo], chain.id);
    expect(await chain.verify()).toMatchObject({ intact: false, first_break: { what: "signature" } });
    await extend(chain.owner, 3);
    expect(await chain.verify()).toMatchObject({ intact: false, signature: "invalid" });
  });
});
