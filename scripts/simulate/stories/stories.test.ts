import { expect, test } from "vitest";
import { faults, judgeRecording } from "@/lib/diagnosis";
import { deal } from "../deal";
import { stories } from "./registry";

const told: Record<string, string> = {
  "pool-exhaustion": faults.databasePoolExhausted,
  "slow-queries": faults.databaseSlowQueries,
  "error-rate": faults.applicationErrors,
  "high-cpu": faults.hostCpuSaturated,
  "out-of-memory": faults.hostMemoryExhausted,
  crash: faults.applicationCrashing,
  "brute-force": faults.securityBruteForce,
  "sql-injection": faults.securitySqlInjection,
  "suspicious-sign-in": faults.securitySuspiciousSignIn,
  "cdn-latency": faults.networkCdnLatency,
  "dns-failure": faults.dnsFailing,
  "packet-loss": faults.networkPacketLoss,
};
const ROUNDS = 12;
const at = new Date("2026-03-14T03:14:07.000Z");

/** An alert as it arrives, about a service that is known from alerts only. */
function heard(alert: { service: string; dedupKey: string }, title: string, description: string) {
  const of = { integration: "pagerduty", source: "pagerduty", dedup_key: alert.dedupKey, title, severity: "high" };
  const time = at.toISOString();
  const signal = { ...of, id: "1", status: "firing", changed_at: time, alert_count: 1, flapping_since: null };
  const said = { ...of, id: "2", action: "trigger", outcome: "opened", description, labels: {}, links: [], at: time };
  return {
    subject: {
      ...{ name: alert.service, kind: null, host: "", port: 0 },
      target: { kind: "none" as const, name: alert.service },
    },
    outputs: [
      {
        of: "alerts",
        answer: { signals: [signal], signals_total: { firing: 1, resolved: 0 }, alerts: [said], total: 1 },
      },
    ],
  };
}

test("the rules know what every story is about, whatever its figures, and say that only the alert shows it", () => {
  const alerts = deal(stories, "rules", null);
  for (let i = 0; i < stories.length * ROUNDS; i++) {
    const alert = alerts.next().value;
    const { title, description } = alert.tell(at);
    const { rootCause } = judgeRecording(heard(alert, title, description));
    // One of the ways to crash tells in a line of its log what it comes from.
    const isPort = alert.story === "crash" && description.includes("address already in use");
    expect([title, rootCause?.fault]).toEqual([title, isPort ? faults.dockerPortConflict : told[alert.story]]);
    expect(rootCause?.statement).toMatch(/Only (?:an alert|a log line in an alert) shows it/);
    expect(rootCause?.confidence).toBeLessThanOrEqual(0.6);
  }
});
