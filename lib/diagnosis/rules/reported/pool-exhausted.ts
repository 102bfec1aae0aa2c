import type { Facts } from "../../facts";
import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const databasePoolExhausted: Rule = {
  fault: faults.databasePoolExhausted,
  component: "Connection pool",
  evaluate(facts) {
    const { alerts, postgresActivity: activity, postgresSettings: settings } = facts.known;
    const said = "Every connection of a pool is taken, and requests wait for one";
    const isTold = alerts?.value["pool-exhaustion"] || alerts?.value["server-full"];
    if (!alerts || !isTold || isShutOut(facts)) return null;
    const reported =
      judgeReport(facts, "server-full", "The server behind a pool lets nobody else in: its connections are used up") ??
      judgeReport(facts, "pool-exhaustion", said);
    if (!activity || !settings) return reported;
    const { sessions, idle } = activity.value;
    const slots = settings.value.maxConnections - settings.value.reserved;
    // A full server is postgres.connections_exhausted, which is measured.
    if (sessions >= slots - 1) return null;
    if (sessions * 4 < slots)
      return assess(
        "rejected",
        0.8,
        `No pool is exhausted at this server: ${sessions} sessions of ${slots} slots, ${idle} of them idle ${cite(activity, settings)}, whatever the alert says ${cite(alerts)}.`,
      );
    return reported;
  },
  immediateActions: () => [
    "Find what holds connections for long: transactions left open, slow statements, a leak on an error path. Restart or roll back that application.",
  ],
  longTermFixes: () => [
    "Return connections on every path, bound how long one may be held, and size all pools together below the server's slots.",
  ],
  monitoring: () => ["Pool in use, waiting requests and the longest wait, by application."],
  disprovedBy: "Free connections in the application's own pool while requests still wait.",
};

/** The server itself says that it is full: then that is the finding. */
const isShutOut = ({ known }: Facts): boolean =>
  known.probe?.value.failures.some(
    (failure) => failure === "postgres-slots-full" || failure === "redis-clients-full",
  ) === true;
