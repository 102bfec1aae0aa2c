// Every confidence of a rule is made here or is a figure between these, so that the same evidence is worth the same everywhere:
//
//   0.95  measured now, in the service's own words, and by the setting or state that makes it so
//   0.80  measured now, and the service itself says so; 0.75 measured now, and the setting makes it so
//   0.60  measured now, and nothing else; or an alert that brings a figure
//   0.50  an alert's words alone: the least that may name a root cause
//   0.45  something that is often seen with the fault, and often without it
//   0.40  an alert about a symptom that has many causes
//
// A rejection is as sure as what was measured against it: 0.95 for a direct measurement, 0.8 to 0.9 for a conclusion from one.

/**
 * How sure three independent kinds of evidence make: the symptom measured now, the service's own words for it, and the setting or state that
 * makes it so. All three: 0.95. A symptom alone is a guess that is better than most.
 */
export const weigh = (kinds: { words: boolean; setting: boolean }): number =>
  0.6 + (kinds.words ? 0.2 : 0) + (kinds.setting ? 0.15 : 0);

/** Seen together with the fault, but not by itself a measurement of it: worth a look, never the name of a root cause. */
export const HINT = 0.45;

/** Words alone, an alert's or anybody's, make nothing surer than this. */
export const WORDS_ALONE = 0.6;

/**
 * How sure an alert makes that nothing else bears out: never above `WORDS_ALONE`, whoever sent it. What a service that was looked at and
 * found well is said to suffer from is below what names a root cause.
 */
export const weighReport = (report: { hasFigure: boolean; isSymptom: boolean; isServiceWell: boolean }): number =>
  WORDS_ALONE - (report.hasFigure ? 0 : 0.1) - (report.isSymptom ? 0.1 : 0) - (report.isServiceWell ? 0.15 : 0);
