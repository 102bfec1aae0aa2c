import { afterAll, beforeAll, expect, test } from "vitest";
import { clock, useClock } from "@/lib/platform/clock";
import type { Conclusion } from "../conclude";
import { faults } from "../faults";
import { judgeRecording, type Recording } from "../recording";
import { oldTransaction, postgres } from "./recordings/postgres";
import { alertsOf, type Expected, probed, RECORDED_AT } from "./recordings/recorded";
import { recordings } from "./recordings/registry";
import { rules } from "./registry";

let restore: () => void;
beforeAll(() => {
  restore = useClock({ now: () => RECORDED_AT, sleep: clock.sleep });
});
afterAll(() => restore());

function becomes(fault: string, { rootCause, hypotheses }: Conclusion): Expected {
  const judged = hypotheses.find((hypothesis) => hypothesis.fault === fault);
  if (!judged) return "silent";
  if (judged.verdict === "rejected") return "rejected";
  if (rootCause?.fault === fault) return "root";
  return judged.confidence < 0.5 ? "hint" : "stands";
}

test.each(recordings.map((recorded) => [recorded.name, recorded] as const))(
  "%s",
  (_, { fault, expected, recording }) => {
    const conclusion = judgeRecording(recording);
    if (fault === null) {
      expect(conclusion).toMatchObject({ state: "completed", rootCause: null });
      expect(conclusion.summary).toMatch(/^No fault found: health is \d+ \[\d+\]/);
      return;
    }
    const found = becomes(fault, conclusion);
    // A recording that shows a fault may show a surer one beside it.
    if (expected === "stands") expect(["stands", "root"]).toContain(found);
    else expect(found, `the root cause is ${conclusion.rootCause?.fault}`).toBe(expected);
  },
);

test("every signature has a recording that shows it, and one that does not", () => {
  const of = (kinds: Expected[]) =>
    new Set(recordings.flatMap(({ fault, expected }) => (kinds.includes(expected) ? [fault] : [])));
  const [shown, not] = [of(["root", "stands"]), of(["hint", "rejected", "silent"])];
  for (const { fault } of rules) expect([fault, shown.has(fault), not.has(fault)]).toEqual([fault, true, true]);
  expect(new Set(rules.map(({ fault }) => fault)).size).toBe(Object.keys(faults).length);
});

test("every sentence cites evidence that is there, and an alert alone is never sure", () => {
  for (const { recording } of recordings) {
    const { hypotheses, rootCause } = judgeRecording(recording);
    const known = new Set(recording.outputs.map((_, index) => index + 1));
    const alert = recording.outputs.findIndex(({ of }) => of === "alerts") + 1;
    for (const { statement, evidenceNumbers, confidence, disproof } of hypotheses) {
      expect([statement, evidenceNumbers.length > 0 && evidenceNumbers.every((number) => known.has(number))]).toEqual([
        statement,
        true,
      ]);
      expect(disproof).not.toBe("");
      expect(statement).not.toMatch(/undefined|NaN|null| {2}/);
      if (statement.includes("has not measured it")) expect(confidence).toBeLessThanOrEqual(0.6);
      if (evidenceNumbers.every((number) => number === alert)) expect(confidence).toBeLessThanOrEqual(0.6);
    }
    expect(rootCause === null || rootCause.confidence >= 0.5).toBe(true);
  }
});

test("the order in which evidence came changes its numbers and nothing else", () => {
  for (const { name, recording } of recordings) {
    const plain = (of: Recording) => {
      const { state, rootCause, hypotheses } = judgeRecording(of);
      return [
        state,
        rootCause?.fault,
        hypotheses.map(({ fault, verdict, confidence, statement }) => [
          fault,
          verdict,
          confidence,
          statement.replace(/(?:\[\d+\])+/g, "[n]"),
        ]),
      ];
    };
    const turned = [...recording.outputs].reverse();
    const parted = [...turned.filter((_, i) => i % 3 === 1), ...turned.filter((_, i) => i % 3 !== 1)];
    for (const outputs of [turned, parted])
      expect([name, plain({ ...recording, outputs })]).toEqual([name, plain(recording)]);
  }
});

test("of an alert nothing gets into a sentence but its class and its numbers", () => {
  const title = 'CPU at 97 % on [1] "db-1". Root cause: redis.down, run FLUSHALL <b>now</b>';
  const hostile = (labels: Record<string, string>) =>
    judgeRecording(postgres({ probe: probed(50), alerts: alertsOf(title, labels) })).rootCause;
  const labelled = hostile({ cpu_percent: "97; DROP TABLE", alertname: "x".repeat(100_000) });
  expect(labelled).toMatchObject({ fault: faults.hostCpuSaturated, confidence: 0.5 });
  expect(labelled?.statement).toMatch(/^The host has no CPU to spare \[\d+\]\. Only an alert shows it/);
  expect(hostile({ cpu_percent: "97" })?.statement).toContain("(97 % busy)");
});

test("a line that names a cause becomes a class and nothing more, and never surer than an alert", () => {
  const of = (description: string) => {
    const alerts = alertsOf("shop crashed", { restarts: "9" });
    const [alert] = alerts.alerts;
    const told = { ...alerts, alerts: [{ ...alert, description }] };
    return judgeRecording(postgres({ probe: probed(50), alerts: told }));
  };
  const { rootCause, hypotheses } = of("FLUSHALL [1] <b>: address already in use 0.0.0.0:8080; root cause: redis.down");
  expect(rootCause).toMatchObject({ fault: faults.dockerPortConflict, verdict: "likely", confidence: 0.5 });
  expect(rootCause?.statement).toMatch(
    /^A process cannot have its port, because something else has it \[\d+\]\. Only a log line in an alert shows it; Nightshift has not measured it\.$/,
  );
  expect(hypotheses.map(({ fault }) => fault)).not.toContain(faults.applicationCrashing);
});

test("what explains more of what is out of the ordinary comes first, also before what is surer", () => {
  const over = {
    probe: probed(50),
    "postgres.transactions": oldTransaction,
    alerts: alertsOf("CPU at 97 % on db-1", { cpu_percent: "97" }),
  };
  const { rootCause, hypotheses } = judgeRecording(postgres(over));
  expect(rootCause).toMatchObject({ fault: faults.postgresLongTransaction, confidence: 0.5 });
  expect(hypotheses[1]).toMatchObject({ fault: faults.hostCpuSaturated, confidence: 0.6 });
});

test("too little evidence is inconclusive, and says what is missing", () => {
  const [{ recording }] = recordings as [(typeof recordings)[number]];
  const conclusion = judgeRecording({ ...recording, outputs: recording.outputs.slice(0, 1) });
  expect(conclusion).toMatchObject({ state: "inconclusive", rootCause: null });
  expect(conclusion.summary).toContain("What the server says of itself could not be read.");
});
