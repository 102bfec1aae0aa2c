import type { Outcome } from "../finish-diagnosis";
import type { Judged } from "../rules/rule";
import type { Conclude, JudgeHypothesis, StateHypothesis } from "./answers";
import type { Book } from "./book";
import { Citations, plain, warningOf } from "./citations";
import { requireNoCommand, requireNoOrder } from "./no-command";
import { Refusal } from "./refusal";

type Entry = { stated: StateHypothesis; judged: JudgeHypothesis | null };

/** A cause that nothing shows is no cause. */
const ROOT_CAUSE_FROM = 0.5;

const rank = { confirmed: 0, likely: 1, rejected: 2 };
export const bestFirst = (a: Judged, b: Judged): number =>
  rank[a.verdict] - rank[b.verdict] || b.confidence - a.confidence;

/** The hypotheses of an investigation and its conclusion, with citations of nothing but evidence that is there. */
export class Hypotheses {
  private readonly entries = new Map<string, Entry>();

  private readonly citations: Citations;

  constructor(seen: Pick<Book, "evidence" | "has">) {
    this.citations = new Citations(seen);
  }

  /** Throws in words, for whoever stated it, when it cannot be. */
  state(stated: StateHypothesis): void {
    if (this.entries.has(stated.id))
      throw new Refusal(`There is a hypothesis ${stated.id} already; judge it, or state another`);
    if (this.entries.size >= 12) throw new Refusal("There are twelve hypotheses; judge those first");
    for (const text of [stated.component, stated.statement, stated.test]) requireNoOrder(text);
    this.entries.set(stated.id, { stated, judged: null });
  }

  judge(judged: JudgeHypothesis): void {
    const entry = this.entries.get(judged.id);
    if (!entry) throw new Refusal(`There is no hypothesis ${judged.id}; state it first`);
    this.citations.requireThere(judged.against);
    this.citations.requireSound([{ text: judged.because, evidence: judged.evidence }]);
    requireNoOrder(judged.because);
    if (judged.evidence.length === 0) throw new Refusal("A verdict needs the evidence that it rests on");
    entry.judged = judged;
  }

  check(conclusion: Conclude): void {
    const { outcome, root_cause: cause, summary } = conclusion;
    if ((outcome === "cause_found") !== (cause !== null))
      throw new Refusal("A root cause belongs to the outcome cause_found, and to no other");
    const advice = [...conclusion.do_now, ...conclusion.long_term, ...conclusion.watch];
    for (const { text } of advice) requireNoCommand(text);
    for (const text of [...summary.map((claim) => claim.text), ...conclusion.look_next]) requireNoOrder(text);
    this.citations.requireSound([...summary, ...advice]);
    if (!cause) return;
    const judged = this.entries.get(cause.hypothesis)?.judged;
    if (!judged || judged.verdict === "rejected")
      throw new Refusal(`Hypothesis ${cause.hypothesis} was not confirmed or found likely; judge it first`);
  }

  /** The outcome of a conclusion that was checked. */
  outcomeOf(conclusion: Conclude): Outcome {
    const cause = conclusion.root_cause && this.entries.get(conclusion.root_cause.hypothesis);
    const isSure = conclusion.root_cause !== null && conclusion.root_cause.confidence >= ROOT_CAUSE_FROM;
    const rootCause = cause && isSure ? this.judged(cause, conclusion.root_cause?.confidence) : null;
    return {
      state: rootCause || conclusion.outcome === "no_fault_found" ? "completed" : "inconclusive",
      summary: [
        ...conclusion.summary.map((claim) => this.citations.cited(claim, true)),
        ...warningOf(conclusion.suspicious),
      ].join(" "),
      rootCause,
      hypotheses: this.ranked,
      immediateActions: conclusion.do_now.map((claim) => this.citations.cited(claim, true)),
      longTermFixes: conclusion.long_term.map((claim) => this.citations.cited(claim, true)),
      monitoring: conclusion.watch.map((claim) => this.citations.cited(claim, true)),
      lookNext: conclusion.look_next.map(plain),
    };
  }

  /** What is known when an investigation was stopped before it came to a conclusion. */
  outcomeWithout(why: string): Outcome {
    const open = [...this.entries.values()].filter(({ judged }) => judged === null);
    const standing = this.ranked.filter(({ verdict }) => verdict !== "rejected");
    const best = standing[0] ? ` What stands so far: ${standing[0].statement}` : "";
    return {
      state: "inconclusive",
      summary: `The investigation was stopped after ${why}, before it came to a conclusion.${best}`,
      rootCause: null,
      hypotheses: this.ranked,
      immediateActions: [],
      longTermFixes: [],
      monitoring: [],
      lookNext: open.map(({ stated }) => `${plain(stated.statement)} It was not tested: ${plain(stated.test)}`),
    };
  }

  private get ranked(): Judged[] {
    return [...this.entries.values()]
      .filter(({ judged }) => judged !== null)
      .map((entry) => this.judged(entry))
      .sort(bestFirst);
  }

  private judged({ stated, judged }: Entry, confidence?: number): Judged {
    if (!judged) throw new Error("This hypothesis was not judged");
    const sure = Math.min(confidence ?? judged.confidence, judged.confidence);
    return {
      component: plain(stated.component),
      fault: stated.fault,
      statement: `${this.citations.cited({ text: stated.statement, evidence: [] }, false)} ${this.citations.cited({ text: judged.because, evidence: judged.evidence }, true)}`,
      confidence: Math.round(sure * 100) / 100,
      verdict: judged.verdict,
      evidenceNumbers: judged.evidence,
      disprovedBy: judged.against,
      disproof: plain(stated.test),
    };
  }
}
