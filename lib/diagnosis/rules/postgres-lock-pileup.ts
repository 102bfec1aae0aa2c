import type { Facts, Known } from "../facts";
import { faults } from "../faults";
import { count, duration } from "../figures";
import { holderOf, isFull, isMostlyWaiting, isPileup, refusalOf } from "./postgres-sessions";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

export const postgresLockPileup: Rule = {
  fault: faults.postgresLockPileup,
  component: "Postgres locks",
  evaluate,

  immediateActions({ known }) {
    const { postgresBlocking: blocking } = known;
    const [first] = blocking?.value.blockers ?? [];
    if (!first) return ["Find the session that blocks the others (pg_blocking_pids) and decide whether it may end."];
    if (first.pid === 0)
      return [
        `Commit or roll back the prepared transaction that holds the locks (pg_prepared_xacts) ${cite(blocking)}.`,
      ];
    return [
      `Ask the owner of ${holderOf(first)} whether its transaction, open for ${duration(first.transactionS)} ${cite(blocking)}, may be rolled back.`,
      `End the blocker: SELECT pg_terminate_backend(${first.pid}) lets ${count(first.blocks, "waiting session")} go on ${cite(blocking)}. Its uncommitted changes are rolled back.`,
      "Do not end the waiting sessions: others would take their place behind the same blocker.",
    ];
  },

  longTermFixes({ known }) {
    const { postgresSettings: settings } = known;
    const now = (value: number | null | undefined) =>
      value == null ? "" : ` (now ${value === 0 ? "0, so never" : duration(value / 1_000)} ${cite(settings)})`;
    return [
      `Set idle_in_transaction_session_timeout${now(settings?.value.idleInTransactionTimeoutMs)}, so that a forgotten transaction ends by itself.`,
      `Set lock_timeout for applications and migrations${now(settings?.value.lockTimeoutMs)}, so that they fail fast instead of queueing.`,
      "Keep transactions short: no network calls and no waiting for people between BEGIN and COMMIT.",
      "Run schema changes with a short lock_timeout and retries: one waiting ALTER TABLE makes every later reader wait.",
    ];
  },

  monitoring({ known }) {
    const { postgresBlocking: blocking, postgresActivity: activity } = known;
    const now = blocking ? ` (now ${count(blocking.value.waiting, "session")} ${cite(blocking)})` : "";
    return [
      `Sessions that wait for locks${now}: warn at 3, wake somebody when they wait longer than 30 s.`,
      `The age of the oldest open transaction, and sessions idle in transaction${activity ? ` (now ${count(activity.value.idleInTransaction, "session")} ${cite(activity)})` : ""}.`,
      "log_lock_waits = on writes every wait beyond deadlock_timeout into the server log.",
    ];
  },

  disprovedBy: "Waiting sessions that go on by themselves within seconds, or an empty pg_blocking_pids for them.",
};

function evaluate(facts: Facts): Assessment | null {
  const { subject, known } = facts;
  const { postgresBlocking: blocking, postgresActivity: activity, postgresSettings: settings, sample } = known;
  if (subject.kind !== "postgres" || !blocking) return null;
  const { waiting, longestWaitS, blockers } = blocking.value;
  if (waiting === 0) return assess("rejected", 0.95, `Locks are not it: no session waits for one ${cite(blocking)}.`);

  const of = activity ? ` of ${activity.value.sessions}` : "";
  const queue = `${waiting}${of} ${waiting === 1 && !activity ? "session waits" : "sessions wait"} for a lock, up to ${duration(longestWaitS)} ${cite(blocking, activity)}`;
  const [first] = blockers;
  const behind = first
    ? ` ${first.blocks === waiting ? "All of them" : `${first.blocks} of them`} stand behind ${blockerWords(first)} ${cite(blocking)}.`
    : "";

  if (!isPileup(facts)) {
    const isLong = longestWaitS >= 5;
    const ordinary = isLong ? "" : " A short wait is ordinary.";
    return assess("likely", isLong ? 0.5 : 0.4, `Locks may play a part: ${queue}.${behind}${ordinary}`);
  }
  const forever =
    settings?.value.idleInTransactionTimeoutMs === 0
      ? ` Nothing ends such a transaction by itself: idle_in_transaction_session_timeout is 0 ${cite(settings)}.`
      : "";
  const words = sample?.value.saysLocks ? sample : undefined;
  const before = words ? ` The incident itself tells of waits for locks, too ${cite(words)}.` : "";
  const statement = `Sessions pile up behind a lock: ${queue}.${behind}${forever}${before}`;
  const sure = weigh({ words: words !== undefined, setting: first !== undefined && settings !== undefined });
  const verdict = first ? "confirmed" : "likely";
  const refused = refusalOf(facts);
  if (refused && isMostlyWaiting(facts))
    return assess(
      verdict,
      sure,
      `${statement} The queue holds most slots, and a newcomer is told that none is left ${cite(refused)}.`,
    );
  // The queue is measured. That it is what harms is less sure where a server is full of others.
  if (activity && settings && waiting * 2 < activity.value.sessions && isFull(activity.value, settings.value))
    return assess(
      verdict,
      Math.min(sure, 0.8),
      `${statement} Most sessions do not wait, so this is not what fills the server ${cite(activity)}.`,
    );
  return assess(verdict, sure, statement);
}

function blockerWords(blocker: Known["postgresBlocking"]["blockers"][number]): string {
  if (blocker.pid === 0) return "a prepared transaction";
  const doing = /^[a-z ()]{1,40}$/.test(blocker.state) ? `, ${blocker.state}` : "";
  return `pid ${blocker.pid} (${holderOf(blocker)})${doing}, in a transaction open for ${duration(blocker.transactionS)}`;
}
