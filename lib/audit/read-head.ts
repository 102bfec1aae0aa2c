import { pool } from "@/lib/platform/db";

export type Head = {
  seq: bigint;
  hash: string;
  signature: string | null;
  signedFrom: bigint | null;
  signedWith: string | null;
  /** The last entry that is there, which should be the same. */
  lastEntry: bigint | null;
};

type Row = Omit<Head, "seq" | "signedFrom" | "lastEntry"> & Record<"seq" | "signedFrom" | "lastEntry", string | null>;
const whole = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

/** Where an organization's chain ends by its head and by its entries, at one moment; null when it has neither. */
export async function readHead(organizationId: string): Promise<(Head & { isMissing: boolean }) | null> {
  const { rows } = await pool().query<Row>(
    `SELECT head.seq, coalesce(head.hash, '') AS hash, head.signature, head.signed_from AS "signedFrom", head.signed_with AS "signedWith",
       (SELECT max(seq) FROM audit_entries WHERE organization_id = $1::uuid) AS "lastEntry"
     FROM (SELECT $1::uuid AS id) AS asked LEFT JOIN audit_heads AS head ON head.organization_id = asked.id`,
    [organizationId],
  );
  const [row] = rows;
  if (!row || (row.seq === null && row.lastEntry === null)) return null;
  return {
    ...row,
    seq: whole(row.seq) ?? 0n,
    signedFrom: whole(row.signedFrom),
    lastEntry: whole(row.lastEntry),
    isMissing: row.seq === null,
  };
}
