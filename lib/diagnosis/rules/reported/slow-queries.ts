import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { judgeReport } from "./judge-report";

const LONG_S = 5;

export const databaseSlowQueries: Rule = {
  fault: faults.databaseSlowQueries,
  component: "Database statements",
  evaluate(facts) {
    const { alerts, postgresActivity: activity, redisSlow } = facts.known;
    // Of Redis the slow log is known: see redis.slow_commands.
    if (!alerts?.value["slow-queries"] || redisSlow) return null;
    const report = judgeReport(facts, "slow-queries", "Statements take far longer than they should");
    if (!activity) return report;
    const busy = activity.value.groups.filter(({ state }) => state === "active");
    const isLong = busy.some(({ longestS }) => longestS >= LONG_S);
    if (isLong)
      return assess(
        "likely",
        0.65,
        `Statements take far longer than they should: some have run for ${LONG_S} s or more ${cite(activity)}, and an alert says so ${cite(alerts)}.`,
      );
    return busy.length === 0
      ? assess("rejected", 0.8, `Nothing runs for long now ${cite(activity)}, whatever the alert says ${cite(alerts)}.`)
      : report;
  },
  immediateActions: () => [
    "Find the statement that takes most time (pg_stat_statements, pg_stat_activity), and compare its plan with the usual one; ANALYZE its tables.",
  ],
  longTermFixes: () => ["Add the missing index, set statement_timeout for applications, and keep statistics fresh."],
  monitoring: () => ["The 95th percentile of statement time, and statements that run longer than 10 s."],
  disprovedBy: "The same statements fast on the server while the application waits: then the way or the pool is slow.",
};
