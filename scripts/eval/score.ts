import type { Break, Case } from "./cases";
import type { Played } from "./play";
import type { Treated } from "./treat";

/** One thing that was broken, or one alert that said so falsely, and how right everything was about it. */
export type Score = {
  scenario: string;
  /** From the order to break it to the incident; null when none came. */
  detectedAfterMs: number | null;
  detectedBy: string | null;
  expectedFault: string | null;
  foundFault: string | null;
  isCauseRight: boolean;
  /** Why Claude could not help, where the rules had to speak in its place. */
  claudeProblem: string | null;
  expectedAction: string | null;
  proposedAction: string | null;
  refusal: string | null;
  isFixRight: boolean;
  /** Whether what was run was proven to have helped; null where nothing was to be run. */
  isVerified: boolean | null;
  outcome: string | null;
  /** From the order to break it to the end of the incident. */
  resolvedAfterMs: number | null;
  usd: number;
  incident: number | null;
  summary: string | null;
};

export type Scored = { scores: Score[]; furtherIncidents: string[]; falseAlarms: string[] };

/** Holds what was seen of a case against what was really so. */
export function score(wanted: Case, { brokenAt, treated, falseAlarms }: Played): Scored {
  const left = [...treated];
  const take = (isIt: (one: Treated) => boolean): Treated | null => {
    const index = left.findIndex(isIt);
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null);
  };
  const ofService = (service: string) => (one: Treated) => one.incident.service_name === service;

  // First who names it, so that of two faults of one service each gets the incident that is about it.
  const named = wanted.breaks.map((one) =>
    take((it) => ofService(one.service)(it) && it.diagnosis?.root_cause?.fault === one.fault),
  );
  const scores = wanted.breaks.map((one, i) => {
    const about = named[i] ?? take(ofService(one.service));
    return scoreOf(nameOf(wanted, one), one, about, brokenAt.get(one) ?? Number.NaN);
  });
  const { alert } = wanted;
  if (alert && wanted.breaks.length === 0)
    scores.push(scoreOf(wanted.name, null, take(ofService(alert.service)), Number.NaN));
  return { scores, furtherIncidents: left.map(inWords), falseAlarms: falseAlarms.map((one) => one.title) };
}

const nameOf = ({ name, breaks }: Case, { service, scenario }: Break): string =>
  breaks.length === 1 ? name : `${name} → ${service.replace("-test", "")} ${scenario}`;

const inWords = ({ incident, diagnosis }: Treated): string =>
  `${incident.title} (${diagnosis?.root_cause?.fault ?? "no cause found"})`;

function scoreOf(scenario: string, broken: Break | null, about: Treated | null, since: number): Score {
  const expectedFault = broken?.fault ?? null;
  const expectedAction = broken?.action ?? null;
  const found = about?.diagnosis?.root_cause?.fault ?? null;
  const proposed = about?.proposal?.action ?? null;
  // Without an end, having named no cause is no answer.
  const hasAnswered = about?.diagnosis?.state === "completed" || about?.diagnosis?.state === "inconclusive";
  const after = (time: string | null | undefined) =>
    time && Number.isFinite(since) ? Math.max(0, Date.parse(time) - since) : null;
  const { investigation, cost } = about?.diagnosis ?? {};
  return {
    scenario,
    detectedAfterMs: after(about?.incident.created_at),
    detectedBy: about?.incident.alert_source ?? null,
    expectedFault,
    foundFault: found,
    claudeProblem: investigation?.state === "failed" ? (investigation.problem ?? "it failed") : null,
    isCauseRight: hasAnswered && found === expectedFault,
    expectedAction,
    proposedAction: proposed,
    refusal: about?.refusal ?? null,
    isFixRight: about !== null && proposed === expectedAction,
    isVerified: broken ? about?.execution?.state === "succeeded" : null,
    outcome: about?.execution?.outcome ?? null,
    resolvedAfterMs: after(about?.incident.resolved_at),
    // What failed has cost its money too.
    usd: investigation?.spent.usd ?? cost?.usd ?? 0,
    incident: about?.incident.number ?? null,
    summary: about?.diagnosis?.summary ?? null,
  };
}
