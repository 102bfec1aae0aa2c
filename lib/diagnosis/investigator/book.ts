import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { redactDeep } from "@/lib/platform/redact";
import type { StepKind } from "../contract";
import type { Finding } from "../facts";
import { type EvidenceRow, rowOf } from "../store-evidence";
import { usdOf } from "./prices";
import type { Usage } from "./usage";

const ALIVE_EVERY_MS = 5_000;
const BOOKING_TRIES = 3;
const BOOKING_PAUSE_MS = 1_000;

/** The investigation was given up by somebody else, who took this process for dead: nothing more may be written. */
export class GivenUp extends Error {}

/** Nobody wants it any more, for the reason in words: it ends here, and this process is to say so. */
export class CalledOff extends Error {}

export type Step = {
  kind: StepKind;
  text: string;
  tool?: string;
  input?: Prisma.InputJsonObject;
  hypothesis?: Prisma.InputJsonObject;
};

export type Look = Step & { tool: string; input: Prisma.InputJsonObject };
/** An answer of a model: what it cost, why it ended, and what it said. */
export type Answer = { model: string; usage: Usage; outcome: string; content: Prisma.InputJsonArray | null };

/** What an investigation writes down as it goes. Evidence gets its number here and nowhere else. */
export type Book = {
  readonly evidence: EvidenceRow[];
  has(number: number): boolean;
  step(step: Step): Promise<void>;
  /** A step that looked at something, with what was found. Returns the evidence, numbered. */
  look(step: Look, finding: Finding): Promise<EvidenceRow>;
  paid(answer: Answer): Promise<void>;
  /** Says that somebody is at it. Throws `GivenUp` when it is nobody's any more, and `CalledOff` when nobody wants it. */
  alive(): Promise<void>;
};

/** Whose book it is, and what is in it already. */
export type Kept = {
  organizationId: string;
  incidentId: string;
  diagnosisId: string;
  /** What the looking is for, when the diagnosis itself has ended. */
  questionId: string | null;
  /** Of the service that it is about. */
  secrets: readonly string[];
  /** Evidence that was there before, numbered from 1, and how many steps. */
  evidence: EvidenceRow[];
  steps: number;
  /** Says that somebody is at it, and whether it is still theirs. */
  hold(tx: Tx, at: Date): Promise<boolean>;
  /** Why nobody wants it any more, in words; null while somebody does. */
  whyOff(tx: Tx): Promise<string | null>;
};

/** The book of a diagnosis: each thing is committed at once, so that people see it happen and a process that dies leaves what it knew. */
export class KeptBook implements Book {
  readonly evidence: EvidenceRow[] = [];
  private steps: number;
  private aliveAt = 0;
  private told: Promise<void> = Promise.resolve();

  constructor(private readonly kept: Kept) {
    this.evidence.push(...kept.evidence);
    this.steps = kept.steps;
  }

  has = (number: number): boolean => this.evidence.some((one) => one.number === number);

  async step(step: Step): Promise<void> {
    await this.write(step, null);
  }

  async look(step: Look, finding: Finding): Promise<EvidenceRow> {
    const evidence = rowOf(this.kept, this.evidence.length + 1, finding, { tool: step.tool, input: step.input });
    await this.write(step, evidence);
    this.evidence.push(evidence);
    return evidence;
  }

  async paid({ model, usage, outcome, content }: Answer): Promise<void> {
    const { organizationId, incidentId, diagnosisId, questionId } = this.kept;
    const data = {
      ...{ id: newId(), organizationId, incidentId, diagnosisId, questionId },
      ...{ stepNumber: this.steps, at: clock.now() },
      ...{ model, outcome, ...usage, usd: usdOf(model, usage) },
      ...(content && { content: redactDeep(content) }),
    };
    // The money is spent, and nothing but this row counts it. Tried again under the same id, so that it is never counted twice.
    for (let tries = 1; ; tries++) {
      try {
        await prisma().modelCall.createMany({ data, skipDuplicates: true });
        return;
      } catch (error) {
        if (tries === BOOKING_TRIES) throw error;
        await clock.sleep(BOOKING_PAUSE_MS);
      }
    }
  }

  // At most every five seconds.
  async alive(): Promise<void> {
    const now = clock.now();
    if (now.getTime() - this.aliveAt < ALIVE_EVERY_MS) return;
    this.aliveAt = now.getTime();
    const before = this.told;
    // One after the other, or an older word would take the place of a newer one. Who said the one before hears of its failure.
    this.told = before.then(
      () => this.hold(prisma(), now),
      () => this.hold(prisma(), now),
    );
    await this.told;
  }

  private async hold(tx: Tx, at: Date): Promise<void> {
    if (!(await this.kept.hold(tx, at))) throw new GivenUp("This investigation was given up");
    const why = await this.kept.whyOff(tx);
    if (why !== null) throw new CalledOff(why);
  }

  private async write({ kind, text, tool, input, hypothesis }: Step, evidence: EvidenceRow | null): Promise<void> {
    const { organizationId, incidentId, diagnosisId, questionId } = this.kept;
    const number = ++this.steps;
    const at = clock.now();
    await inTransaction(async (tx) => {
      await this.hold(tx, at);
      if (evidence) await tx.evidence.create({ data: evidence });
      await tx.diagnosisStep.create({
        data: {
          ...{ diagnosisId, number, organizationId, questionId, at, kind, text: redactDeep(text) },
          ...(tool && { tool, input: redactDeep(input ?? {}) }),
          ...(evidence && { evidenceNumber: evidence.number }),
          ...(hypothesis && { hypothesis: redactDeep(hypothesis) }),
        },
      });
      publish(tx, organizationId, "diagnosis.changed", incidentId);
    });
  }
}
