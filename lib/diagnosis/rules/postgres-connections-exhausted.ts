import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Facts } from "../facts";
import { faults } from "../faults";
import { count, duration, percent } from "../figures";
import { type Group, holderOf, isMostlyWaiting } from "./postgres-sessions";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

const NOTICED = 1 - UNHEALTHY_BELOW / 100;

export const postgresConnectionsExhausted: Rule = {
  fault: faults.postgresConnectionsExhausted,
  component: "Postgres connections",
  evaluate,

  immediateActions({ known }) {
    const { postgresActivity: activity } = known;
    const [top] = activity?.value.groups ?? [];
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
  const { postgresSettings: settings, postgresActivity: activity, postgresBlocking: blocking } = known;
  const { probe, sample, sessionFailure } = known;
  const refused = probe?.value.failures.includes("postgres-slots-full")
    ? probe
    : sessionFailure?.value === "postgres-slots-full"
      ? sessionFailure
      : undefined;
  if (!refused && !(settings && activity)) return null;

  const sessions = activity?.value.sessions ?? 0;
  const slots = settings ? settings.value.maxConnections - settings.value.reserved : 0;
  const used =
    activity && settings
      ? `${count(sessions, "session")} of at most ${settings.value.maxConnections} (${percent(sessions, settings.value.maxConnections)}) ${cite(activity, settings)}, of which ${settings.value.reserved} are reserved for superusers ${cite(settings)}`
      : "a number of sessions that could not be read";
  const words = sample?.value.failures.includes("postgres-slots-full") ? sample : undefined;
  const [top] = activity?.value.groups ?? [];
  const holder = top ? ` The biggest group is ${held(top)} ${cite(activity)}.` : "";

  if (isMostlyWaiting(facts)) {
    return assess(
      "likely",
      0.5,
      `Connections are in short supply, but as a consequence: ${used}, and ${count(blocking?.value.waiting ?? 0, "session")} of them only wait for a lock ${cite(blocking)}.`,
    );
  }
  // One slot less counts as full: whoever measures takes one, too.
  if (refused || (activity && settings && sessions >= slots - 1)) {
    const newcomer = refused
      ? ` A newcomer is told that no slot is left ${cite(refused)}`
      : " No slot is left for ordinary roles";
    const before = words ? `, as when the incident opened ${cite(words)}` : "";
    return assess(
      refused || words ? "confirmed" : "likely",
      weigh({ words: (refused ?? words) !== undefined, setting: settings !== undefined && activity !== undefined }),
      `Connections are used up: ${used}.${newcomer}${before}.${holder}`,
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

const held = (group: Group): string =>
  `${count(group.count, "session")} of ${holderOf(group)} in state ${stateWord(group.state)}, up to ${duration(group.longestS)}`;

// Postgres's own word, but only if it looks like one.
const stateWord = (state: string): string =>
  /^[a-z ()]{1,40}$/.test(state) ? `"${state}"` : "as shown in the evidence";
