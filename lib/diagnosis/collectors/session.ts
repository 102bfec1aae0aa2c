import { errorText } from "@/lib/platform/errors";
import { connectionFailureOf } from "../connection-failure";
import type { Finding } from "../facts";
import { within } from "../within";
import { type Answer, ask, COLLECTOR_MS, unanswered } from "./finding";

type Question<Client> = { source: string; command: string; read(client: Client): Promise<Answer> };

/**
 * Asks every question over one connection, one after the other, in at most `ms` altogether. When nothing could be asked, the one finding
 * is why: that a service lets nobody in is evidence.
 */
export async function inSession<Client>(
  session: { source: string; command: string; ms: number },
  questions: Question<Client>[],
  connect: (work: (client: Client) => Promise<void>) => Promise<void>,
): Promise<Finding[]> {
  const findings: Finding[] = [];

  async function askAll(client: Client, signal: AbortSignal): Promise<void> {
    for (const question of questions) {
      const finding = await ask(question.source, question.command, COLLECTOR_MS, () => question.read(client));
      if (signal.aborted) return;
      const isFirst = findings.length === 0;
      findings.push(finding);
      if (finding.outcome === "answered") continue;
      const failure = finding.outcome === "late" ? "timeout" : failureOf(finding);
      if (isFirst) finding.facts.sessionFailure = failure;
      // Answers come in order: behind one that does not come no other can. And who is not let in gets the same words each time.
      if (failure === "timeout" || failure === "closed" || (isFirst && failure !== "other")) return;
    }
  }

  try {
    await within(session.ms, (signal) => connect((client) => askAll(client, signal)));
  } catch (error) {
    const failure = unanswered(session.source, session.command, error);
    const late = failure.outcome === "late";
    if (findings.length === 0) failure.facts.sessionFailure = late ? "timeout" : connectionFailureOf(errorText(error));
    findings.push(failure);
  }
  return findings;
}

const failureOf = (finding: Finding) => connectionFailureOf(finding.text.replace(/^No answer: /, ""));
