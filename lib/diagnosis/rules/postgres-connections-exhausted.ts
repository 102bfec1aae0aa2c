import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Facts } from "../facts";
import { faults } from "../faults";
import { count, duration, percent } from "../figures";
import { type Group, holderOf, isFull, isMostlyWaiting, isPileup, refusalOf } from "./postgres-sessions";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

const NOTICED = 1 - UNHEALTHY_BELOW / 100;

export const postgresConnectionsExhausted: Rule = {
  fault: faults.postgresConnectionsExhausted,
  component: "Postgres connections",
  evaluate,

  immediateActions(facts) {
    const { postgresActivity: activity } = facts.known;
    const top = keeperOf(facts);
    if (activity && isMostlyWaiting(facts))
      return [
        `Free the lock first: ${activity.value.waitingOnLocks} of ${count(activity.value.sessions, "session")} only wait for it, and leave when they have had it ${cite(activity)}.`,
        ...(top?.state === "idle"
          ? [
              `Then find what keeps sessions that it does not use: ${held(top)} ${cite(activity)}. Restart or roll back that application.`,
            ]
          : []),
      ];
    return [
      top
        ? `Find what opens connections and does not close them: ${held(top)} ${cite(activity)}. Restart or roll back that application.`
        : "Find what opens connections and does not close them, and restart or roll back that application.",
      activity
        ? `End idle sessions of ordinary roles with pg_terminate_backend: ${count(activity.value.idle, "session")} ${activity.value.idle === 1 ? "is" : "are"} idle ${cite(activity)}. Their applications must reconnect; nothing committed is lost.`
        : "End idle sessions of ordinary roles with pg_terminate_backend, over a superuser's reserved slot.",
    ];
  },

  longTermFixes({ known }) {
    const { postgresSettings: settings, postgresActivity: activity } = known;
    return [
      `Put a pooler such as PgBouncer in front, and bound every application's pool: all pools together must stay below ${settings ? `the ${settings.value.maxConnections - settings.value.reserved} slots of ordinary roles ${cite(settings)}` : "max_connections"}.`,
      `Set idle_session_timeout for applications that leak sessions${activity ? `: ${activity.value.idle} of ${count(activity.value.sessions, "session")} are idle ${cite(activity)}` : ""}.`,
      "Limit each role (ALTER ROLE … CONNECTION LIMIT), so that one application cannot shut out the others.",
      "Raise max_connections only with the memory for it; it needs a restart.",
    ];
  },

  monitoring({ known }) {
    const { postgresSettings: settings, postgresActivity: activity } = known;
    const now =
      settings && activity
        ? ` (now ${activity.value.sessions} of ${settings.value.maxConnections} ${cite(activity, settings)})`
        : "";
    return [
      `Sessions in pg_stat_activity as a share of max_connections${now}: warn at 60 %, wake somebody at 80 %.`,
      "Sessions by application and state: idle ones that only rise are a leak.",
      'The server log for "too many clients" and "remaining connection slots".',
    ];
  },

  disprovedBy:
    "Free slots for ordinary roles while applications are still refused: then their own pools are too small.",
};

function evaluate(facts: Facts): Assessment | null {
  const { subject, known } = facts;
  if (subject.kind !== "postgres") return null;
  const { postgresSettings: settings, postgresActivity: activity } = known;
  const { sample } = known;
  const refused = refusalOf(facts);
  if (!refused && !(settings && activity)) return null;

  const sessions = activity?.value.sessions ?? 0;
  const used =
    activity && settings
      ? `${count(sessions, "session")} of at most ${settings.value.maxConnections} (${percent(sessions, settings.value.maxConnections)}) ${cite(activity, settings)}, of which ${settings.value.reserved} are reserved for superusers ${cite(settings)}`
      : "a number of sessions that could not be read";
  const words = sample?.value.failures.includes("postgres-slots-full") ? sample : undefined;
  const top = keeperOf(facts);
  const holder = top
    ? ` The biggest group${isPileup(facts) ? " beside those that wait for locks" : ""} is ${held(top)} ${cite(activity)}.`
    : "";
  // A newcomer that is refused is measured, whatever else there is. A queue alone, which goes when its lock is freed, is not yet that.
  if (isMostlyWaiting(facts) && !refused && activity && settings) return besideQueue(facts, used);
  if (refused || (activity && settings && isFull(activity.value, settings.value))) {
    const newcomer = refused
      ? ` A newcomer is told that no slot is left ${cite(refused)}`
      : " No slot is left for ordinary roles";
    const before = words ? `, as the error lines of the incident say ${cite(words)}` : "";
    return assess(
      refused || words ? "confirmed" : "likely",
      weigh({ words: (refused ?? words) !== undefined, setting: settings !== undefined && activity !== undefined }),
      `Connections are used up: ${used}.${newcomer}${before}.${weighed(facts)}${holder}`,
    );
  }
  const share = settings ? sessions / settings.value.maxConnections : 0;
  if (share > NOTICED) {
    return assess(
      "likely",
      share > 0.7 ? 0.65 : 0.5,
      `Connections are running high: ${used}, which is what makes it unhealthy; ordinary roles can still connect.${holder}`,
    );
  }
  return assess("rejected", 0.95, `Connections are not it: ${used}.`);
}

/** What is said of connections when most sessions only queue for a lock, and nobody was refused. */
function besideQueue({ known }: Facts, used: string): Assessment | null {
  const { postgresSettings: settings, postgresActivity: activity, postgresBlocking: blocking } = known;
  if (!settings || !activity) return null;
  const waiting = `${count(blocking?.value.waiting ?? 0, "session")} of them only wait for a lock ${cite(blocking)}`;
  if (isFull(activity.value, settings.value))
    return assess("likely", 0.5, `Connections are in short supply, but as a consequence: ${used}, and ${waiting}.`);
  if (activity.value.sessions / settings.value.maxConnections > NOTICED)
    return assess(
      "likely",
      HINT,
      `Many connections are open as a consequence: ${used}, and ${waiting}; ordinary roles can still connect.`,
    );
  return assess("rejected", 0.9, `Connections are not it: ${used}, and ${waiting}.`);
}

/** What holds the slots beside a queue. Read from the sessions alone: to cite the queue would be to say that full slots explain it. */
function weighed(facts: Facts): string {
  const { postgresActivity: activity } = facts.known;
  if (!activity || !isPileup(facts)) return "";
  const { waitingOnLocks, idle } = activity.value;
  const stay = idle > 0 ? ", and what is idle keeps its slot when the queue is gone" : "";
  return ` ${waitingOnLocks} of the sessions wait for a lock, ${idle} are idle${stay} ${cite(activity)}.`;
}

/** The biggest group; beside a queue the biggest that is not at work, because what works there mostly waits. */
const keeperOf = (facts: Facts): Group | undefined =>
  facts.known.postgresActivity?.value.groups.find(({ state }) => !isPileup(facts) || state !== "active");

const held = (group: Group): string =>
  `${count(group.count, "session")} of ${holderOf(group)} in state ${stateWord(group.state)}, up to ${duration(group.longestS)}`;

// Postgres's own word, but only if it looks like one.
const stateWord = (state: string): string =>
  /^[a-z ()]{1,40}$/.test(state) ? `"${state}"` : "as shown in the evidence";
