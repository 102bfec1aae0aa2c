import type { Entry } from "./chain";
import type { AuditEntryView } from "./contract";

export const presentEntry = (entry: Entry): AuditEntryView => ({
  seq: Number(entry.seq),
  at: entry.at.toISOString(),
  verb: entry.verb,
  actor: { kind: entry.actorKind, id: entry.actorId, name: entry.actorName },
  subject: { kind: entry.subjectKind, id: entry.subjectId },
  data: entry.data,
  key_id: entry.keyId,
  address: entry.address,
  user_agent: entry.userAgent,
  request_id: entry.requestId,
  version: entry.version,
  previous_hash: entry.previousHash,
  hash: entry.hash,
});
