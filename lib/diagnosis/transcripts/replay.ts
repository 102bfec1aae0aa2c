import { z } from "zod";
import { clock } from "@/lib/platform/clock";
import { invalid } from "@/lib/platform/errors";
import type { Transcript } from "../contract";
import type { Finding } from "../facts";
import type { Outcome } from "../finish-diagnosis";
import type { Book, Look, Step } from "../investigator/book";
import { claudeAt } from "../investigator/claude";
import { type Eyes, keyOf, type Sight } from "../investigator/eyes";
import { Fence } from "../investigator/fence";
import { investigate } from "../investigator/investigate";
import { usualLimits } from "../investigator/limits";
import { openingFor } from "../investigator/prompt";
import { type EvidenceRow, rowOf } from "../store-evidence";
import { tools } from "../tools/registry";

/** Played to a model instead of a transcript, a replay costs something, too. */
const MOST_USD = 1;

/** Told as it happens: each step, with the evidence that it found. */
export type Told = (step: Step, found: EvidenceRow | null) => void;

/**
 * Plays an investigation again: the same investigator asks the Messages API at `apiUrl`, and sees what was seen then instead of live
 * systems. Nothing is stored. A question that was not asked then has no answer now, and says so. Rejects when nobody answers there.
 */
export async function replayInvestigation(transcript: Transcript, apiUrl: string, tell: Told): Promise<Outcome> {
  if (transcript.model === null) throw invalid("No model speaks in this transcript: the rules spoke alone");
  const claude = claudeAt(apiUrl, transcript.model);
  const before = transcript.evidence.filter(({ tool }) => tool === null).map(findingOf);
  const book = new PaperBook(before, tell);
  const fence = new Fence();
  const opening = openingFor({
    ...{ fence, evidence: book.evidence, byRules: transcript.by_rules, secrets: [] },
    incident: { ...transcript.incident, createdAt: new Date(transcript.incident.created_at) },
    about: transcript.service
      ? `The service is ${transcript.service.name}, a ${transcript.service.kind} server.`
      : "Nightshift does not watch the service that this is about.",
  });
  const limits = { ...usualLimits, usd: MOST_USD, money: `$${MOST_USD.toFixed(2)} of a replay` };
  const found = await investigate({
    claude,
    eyes: recordedEyes(transcript),
    book,
    fence,
    limits,
    opening,
    secrets: [],
  });
  if ("problem" in found) throw new Error(found.problem);
  return found.outcome;
}

type Recorded = Transcript["evidence"][number];

const findingOf = ({ source, command, text, collected_at: at }: Recorded): Finding => ({
  ...{ source, command, text, collectedAt: new Date(at), facts: {}, outcome: "answered" },
});

/** Eyes on what was seen then. */
function recordedEyes({ evidence }: Transcript): Eyes {
  const seen = new Map(evidence.flatMap((one) => (one.tool ? [[keyOf(one.tool, one.input ?? {}), one]] : [])));
  const names = new Set(evidence.flatMap(({ tool }) => tool ?? []));
  const known = tools.filter(({ name }) => names.has(name));
  const gone: Sight[] = [...names]
    .filter((name) => !known.some((tool) => tool.name === name))
    .map((name) => ({ name, says: "A tool of an earlier version.", input: z.looseObject({}) }));
  return {
    sights: [...known, ...gone],
    async look(name, input) {
      const one = seen.get(keyOf(name, input));
      if (one) return findingOf(one);
      const words = "This was not looked at when it was recorded";
      return {
        ...{ source: name, command: name, text: words, collectedAt: clock.now() },
        facts: {},
        outcome: "refused",
      };
    },
  };
}

// What was recorded has been rid of its service's secrets.
const NOWHERE = { diagnosisId: "", organizationId: "", incidentId: "", secrets: [] };

/** A book that is thrown away afterwards. */
class PaperBook implements Book {
  readonly evidence: EvidenceRow[];

  constructor(
    before: Finding[],
    private readonly tell: Told,
  ) {
    this.evidence = before.map((finding, index) => rowOf(NOWHERE, index + 1, finding));
  }

  has = (number: number): boolean => this.evidence.some((one) => one.number === number);

  async step(step: Step): Promise<void> {
    this.tell(step, null);
  }

  async look(step: Look, finding: Finding): Promise<EvidenceRow> {
    const row = rowOf(NOWHERE, this.evidence.length + 1, finding, { tool: step.tool, input: step.input });
    this.evidence.push(row);
    this.tell(step, row);
    return row;
  }

  async paid(): Promise<void> {}
  async alive(): Promise<void> {}
}
