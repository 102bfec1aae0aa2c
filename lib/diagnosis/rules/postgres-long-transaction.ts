import { isTransactionOld } from "../abnormal";
import { faults } from "../faults";
import { duration } from "../figures";
import { holderOf } from "./postgres-sessions";
import { assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

export const postgresLongTransaction: Rule = {
  fault: faults.postgresLongTransaction,
  component: "Postgres transactions",
  evaluate({ subject, known }) {
    const {
      postgresTransactions: open,
      postgresSettings: settings,
      postgresBlocking: blocking,
      postgresDeadRows: dead,
    } = known;
    const oldest = open?.value.oldest;
    if (subject.kind !== "postgres" || !open || !oldest || !isTransactionOld(open.value)) return null;
    const what = `A transaction of ${holderOf(oldest)} (pid ${oldest.pid}) has been open for ${duration(oldest.ageS)}${oldest.isIdle ? " and does nothing" : ""} ${cite(open)}`;
    const endless =
      oldest.isIdle && settings?.value.idleInTransactionTimeoutMs === 0
        ? ` Nothing ends it by itself: idle_in_transaction_session_timeout is 0 ${cite(settings)}.`
        : "";
    const blocks = blocking?.value.blockers.some(({ pid }) => pid === oldest.pid)
      ? ` Others wait for it ${cite(blocking)}.`
      : "";
    const worst = dead?.value.worst;
    const keeps =
      worst && worst.dead >= worst.live && worst.dead >= 100_000 ? ` Dead rows pile up meanwhile ${cite(dead)}.` : "";
    const harms = blocks !== "" || keeps !== "";
    if (!oldest.isIdle && !harms)
      return assess("likely", 0.5, `${what}. It works, so it may be a report or a backup that is meant to take long.`);
    return assess(
      harms ? "confirmed" : "likely",
      weigh({ words: harms, setting: endless !== "" }),
      `${what}: it keeps its locks, and vacuum from cleaning up.${endless}${blocks}${keeps}`,
    );
  },
  immediateActions: ({ known }) => {
    const { postgresTransactions: open } = known;
    return [
      `Ask the owner of pid ${open?.value.oldest?.pid ?? "?"} ${cite(open)} whether its transaction may be rolled back, then end it with pg_terminate_backend.`,
    ];
  },
  longTermFixes: () => [
    "Set idle_in_transaction_session_timeout (and transaction_timeout since Postgres 17) for applications.",
    "Keep transactions short: no network calls and no waiting for people between BEGIN and COMMIT.",
  ],
  monitoring: () => ["The age of the oldest open transaction: warn at 10 minutes, wake somebody at an hour."],
  disprovedBy: "Locks and dead rows that stay as they are after that transaction has ended.",
};
