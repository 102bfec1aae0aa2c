import {
  BEGINNINGS,
  type Entry,
  GENESIS,
  hashOf,
  LOST_SIGNATURE,
  SIGN_ANEW,
  signatureBefore,
  signOn,
  VERSION,
} from "./chain";
import type { BreakKind } from "./contract";

export type Break = { seq: bigint; what: BreakKind; text: string };

/** Walks a chain entry by entry from its first and says where it stops to fit. Holds two hashes and a number, however long the chain is. */
export class ChainCheck {
  seq = 0n;
  hash = GENESIS;
  /** Null before the entry that it starts with. */
  signature: string | null = null;
  private version = 1;

  /** `signedFrom`: where the signature starts. `anchor`: a hash that an entry is known to have had. */
  constructor(
    private readonly signedFrom: bigint | null,
    private readonly anchor: { seq: bigint; hash: string } | null,
  ) {}

  /** Whether no entry so far was written in a time of signatures. */
  get isOfOldVersion(): boolean {
    return this.version === 1;
  }

  /** Null when the entry is the next one of the chain. */
  take(entry: Entry): Break | null {
    const fault = this.faultOf(entry);
    if (fault) return fault;
    if (entry.seq === this.signedFrom) this.signature = signatureBefore(entry.organizationId, entry.seq, this.hash);
    if (this.signature !== null) this.signature = signOn(this.signature, entry.hash);
    this.seq = entry.seq;
    this.hash = entry.hash;
    this.version = entry.version;
    return null;
  }

  private faultOf(entry: Entry): Break | null {
    const next = this.seq + 1n;
    const { seq } = entry;
    if (seq > next) {
      const missing = seq === next + 1n ? `Entry ${next} is` : `Entries ${next} to ${seq - 1n} are`;
      return { seq: next, what: "removed", text: `${missing} missing` };
    }
    if (seq < next) return { seq, what: "inserted", text: `Entry ${seq} stands where entry ${next} should` };
    if (entry.version < this.version || entry.version > VERSION) {
      return {
        seq,
        what: "version",
        text: `Entry ${seq} says that it is of version ${entry.version}, which cannot follow version ${this.version}`,
      };
    }
    if (hashOf(entry) !== entry.hash)
      return {
        seq,
        what: "changed",
        text: `Entry ${seq} is not what was recorded: its content does not give its hash`,
      };
    if (entry.previousHash !== this.hash) {
      return {
        seq,
        what: "link",
        text: `Entry ${seq} names another hash before it than entry ${this.seq} has: one of the two was replaced`,
      };
    }
    if (this.anchor?.seq === seq && this.anchor.hash !== entry.hash) {
      return {
        seq,
        what: "anchor",
        text: `Entry ${seq} has another hash than the one that was written down: the chain was written anew since`,
      };
    }
    return this.faultOfStory(entry);
  }

  /** What fits by its hashes, and cannot have come about by itself. */
  private faultOfStory({ seq, verb, data }: Entry): Break | null {
    if (seq === 1n && !BEGINNINGS.includes(verb)) {
      return {
        seq,
        what: "removed",
        text: `The chain begins with ${verb} and not with the making of the organization: what came before was removed`,
      };
    }
    // Every entry of a later version was signed when it was written.
    if (verb === SIGN_ANEW && data.reason === LOST_SIGNATURE && !this.isOfOldVersion) {
      return {
        seq,
        what: "signature",
        text: `Entry ${seq} found that the signature had been taken away, so what came before may have been rewritten`,
      };
    }
    return null;
  }
}
