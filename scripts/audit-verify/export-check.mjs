import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.mjs";

const GENESIS = "0".repeat(64);
const NEWEST_VERSION = 2;

/** What the hash of an exported entry covers, by its version. The same as `contentOf` in lib/audit/chain, written a second time on purpose. */
function contentOf(entry) {
  const content = {
    organizationId: entry.organization_id,
    seq: String(entry.seq),
    at: entry.at,
    actorKind: entry.actor_kind,
    actorId: entry.actor_id,
    actorName: entry.actor_name,
    requestId: entry.request_id,
    verb: entry.verb,
    subjectKind: entry.subject_kind,
    subjectId: entry.subject_id,
    data: entry.data,
    previousHash: entry.previous_hash,
  };
  if (entry.version === 1) return content;
  return {
    ...content,
    version: entry.version,
    keyId: entry.key_id,
    address: entry.address,
    userAgent: entry.user_agent,
  };
}

const hashOf = (entry) =>
  createHash("sha256")
    .update(canonicalJson(contentOf(entry)))
    .digest("hex");

/** Walks an export and says where it stops to fit. An export that was filtered has gaps; its entries and its neighbours are still checked. */
export class ExportCheck {
  seq = 0;
  hash = GENESIS;
  version = 1;
  entries = 0;
  opening = null;
  head = null;
  anchorWasSeen = false;

  constructor(anchor) {
    this.anchor = anchor;
  }

  get checked() {
    const filtered = this.opening?.data?.filters
      ? ` The export was filtered, so entries between them cannot be checked.`
      : "";
    return `${this.entries} entries were recomputed and fit.${filtered}`;
  }

  /** Null when the record is what must come next. */
  take(record) {
    if (this.opening === null) return this.open(record);
    if (this.head)
      return { seq: this.seq + 1, what: "inserted", text: "Something follows the line that ends the export" };
    if (record.organization_id !== this.opening.organization_id)
      return {
        seq: record.seq,
        what: "foreign",
        text: `Entry ${record.seq} belongs to the chain of another organization`,
      };
    const fault = record.record === "head" ? this.faultOfHead(record) : this.faultOf(record);
    if (fault) return fault;
    if (record.record === "head") {
      this.head = record;
      return null;
    }
    this.seq = record.seq;
    this.hash = record.hash;
    this.version = record.version;
    this.entries++;
    return null;
  }

  open(record) {
    if (record.record !== "export")
      return { seq: 1, what: "truncated", text: "The export does not begin with the line that says what it holds" };
    this.opening = record;
    return null;
  }

  faultOf(entry) {
    const { seq } = entry;
    const next = this.seq + 1;
    if (entry.record !== "entry" || !Number.isSafeInteger(seq))
      return { seq: next, what: "changed", text: "This line is neither an entry nor the end of the export" };
    if (seq > next && !this.opening.data?.filters)
      return { seq: next, what: "removed", text: `The entries from ${next} to ${seq - 1} are missing` };
    if (seq < next) return { seq, what: "inserted", text: `Entry ${seq} stands where entry ${next} should` };
    if (!(entry.version >= this.version && entry.version <= NEWEST_VERSION)) {
      const text = `Entry ${seq} says that it is of version ${entry.version}, which cannot follow version ${this.version}`;
      return { seq, what: "version", text };
    }
    if (hashOf(entry) !== entry.hash)
      return {
        seq,
        what: "changed",
        text: `Entry ${seq} is not what was recorded: its content does not give its hash`,
      };
    if (seq === next && entry.previous_hash !== this.hash) {
      const text = `Entry ${seq} names another hash before it than entry ${this.seq} has: one of the two was replaced`;
      return { seq, what: "link", text };
    }
    if (this.anchor?.seq === seq) {
      this.anchorWasSeen = true;
      if (this.anchor.hash !== entry.hash)
        return { seq, what: "anchor", text: `Entry ${seq} has another hash than the one that was written down` };
    }
    return null;
  }

  faultOfHead(head) {
    const filters = this.opening.data?.filters ?? null;
    if (!filters && this.seq < head.seq) {
      const text = `The chain ends with entry ${this.seq}, but its head says ${head.seq}`;
      return { seq: this.seq + 1, what: "truncated", text };
    }
    if (head.data?.entries !== this.entries) {
      const text = `The export says that it holds ${head.data?.entries} entries; it holds ${this.entries}`;
      return { seq: this.seq + 1, what: "removed", text };
    }
    if (this.seq > head.seq)
      return {
        seq: head.seq + 1,
        what: "head",
        text: `The chain goes on to entry ${this.seq}, but its head says ${head.seq}`,
      };
    if (this.seq === head.seq && head.hash !== this.hash)
      return { seq: head.seq, what: "head", text: `The head has another hash than entry ${head.seq}` };
    return null;
  }

  /** What is wrong once everything was read. */
  end() {
    if (!this.head) {
      const text = "The export does not end with the head of the chain: it was cut off";
      return { seq: this.seq + 1, what: "truncated", text };
    }
    if (this.anchor && !this.anchorWasSeen)
      return { seq: this.anchor.seq, what: "anchor", text: `Entry ${this.anchor.seq} is not in this export` };
    return null;
  }
}
