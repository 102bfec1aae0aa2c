import type { ConnectionFailure } from "../connection-failure";
import type { Cited, Facts } from "../facts";
import { faults } from "../faults";
import { plainName } from "../figures";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { answerOf } from "./server-down";
import { weigh } from "./weigh";

export const serviceUnreachable: Rule = {
  fault: faults.serviceUnreachable,
  component: "Connection to the service",
  evaluate,

  immediateActions(facts) {
    const failure = failureOf(facts);
    const seen = failure ? ` ${cite(failure)}` : "";
    const { target } = facts.known;
    if (target?.value.state === "frozen")
      return [`Ask who froze it, then let it go on: kill -CONT ${target.value.pid ?? "<pid>"} ${cite(target)}.`];
    switch (failure?.value) {
      case "authentication":
        return [
          `Check the user name and password that Nightshift has for this service${seen}: applications with their own may be fine.`,
          `When it was changed on purpose, give Nightshift the new one: PATCH /api/v1/services/${facts.subject.name} with a new password.`,
        ];
      case "no-database":
        return [`Check the database name that Nightshift has for this service${seen}, and whether it was dropped.`];
      case "starting":
        return [`Wait: the server is starting, stopping or recovering${seen}. Watch its log for progress.`];
      case "no-host":
        return [`Check the host name, its DNS entry and the route to it${seen}.`];
      default:
        return [
          `Try the same connection from the machine of an application${seen}: that tells a server's fault from the network's.`,
          "Look at what lies between: firewall rules, published ports, load balancers, a server that is out of CPU or disk.",
        ];
    }
  },

  longTermFixes: () => [
    "Give Nightshift a login and a route of its own that change only on purpose.",
    "Set timeouts and retries with back-off in every client, so that a slow server does not take its callers along.",
  ],
  monitoring: () => [
    "Connection time and failures by kind (refused, timed out, login refused), from more than one place.",
    "The server's CPU, disk and file descriptors: what hangs often ran out of one of them.",
  ],

  disprovedBy: "A connection with the same address and login that succeeds from where Nightshift runs.",
};

/** The live failure that says most; a probe's before the session's. */
function failureOf({ known }: Facts): Cited<ConnectionFailure> | undefined {
  const { probe, sessionFailure } = known;
  const [probed] = probe?.value.failures.filter((failure) => failure !== "other") ?? [];
  if (probe && probed) return { value: probed, evidence: probe.evidence };
  return sessionFailure;
}

const isSlots = (failure: ConnectionFailure) => failure === "redis-clients-full" || failure === "postgres-slots-full";

function evaluate(facts: Facts): Assessment | null {
  const { known, subject } = facts;
  const { target, sample, sessionFailure } = known;
  const failure = failureOf(facts);
  const answer = answerOf(facts);
  const got = known.redisPing?.value.ok ? known.redisPing : known.postgresActivity;
  if (got || !failure)
    return answer ? assess("rejected", 0.95, `The service is reachable: it answers ${cite(answer)}.`) : null;
  if (isSlots(failure.value))
    return assess("rejected", 0.9, `The service is reachable: it answers, if only that it is full ${cite(failure)}.`);

  const where = plainName(subject.host) ? `${subject.host}:${subject.port}` : "its address";
  const seen = cite(failure, sessionFailure);
  const words = sample?.value.failures.includes(failure.value) ? sample : undefined;
  const before = words ? `, as the error lines of the incident say ${cite(words)}` : "";
  const running = target?.value.state === "running" ? target : undefined;
  const alive = running
    ? ` Its ${subject.target.kind === "docker" ? "container" : "process"} is running ${cite(running)}.`
    : "";

  if (target?.value.state === "stopped" || target?.value.state === "missing")
    return assess(
      "rejected",
      0.9,
      `It is not the way to the service: there is no running server at its end ${cite(target)}.`,
    );
  if (target?.value.state === "frozen") {
    if (subject.target.kind === "docker")
      return assess("rejected", 0.9, `It is not the way to the service: its container is paused ${cite(target)}.`);
    return assess(
      "confirmed",
      weigh({ words: true, setting: true }),
      `The service is frozen, not gone: its process is stopped by a signal ${cite(target)}, and nothing answers at ${where} ${seen}${before}.`,
    );
  }
  switch (failure.value) {
    // The server itself says so: that needs no second witness.
    case "authentication":
      return assess(
        "confirmed",
        0.9,
        `The service answers at ${where} but refuses the login that Nightshift uses ${seen}${before}; applications may be fine.${alive}`,
      );
    case "no-database":
      return assess(
        "confirmed",
        0.9,
        `The service answers at ${where}, but the database that Nightshift is to use does not exist there ${seen}${before}.${alive}`,
      );
    case "starting":
      return assess(
        "confirmed",
        0.9,
        `The service at ${where} is up and lets nobody in yet: it is starting, stopping or recovering ${seen}${before}.${alive}`,
      );
    case "refused":
      return running
        ? assess(
            "likely",
            weigh({ words: words !== undefined, setting: false }),
            `Nothing listens at ${where} ${seen}${before}, and yet the server is there.${alive} The address may be wrong, or the server not listening (yet).`,
          )
        : assess("likely", 0.3, `Its address may be wrong: connections are refused ${seen}${before}.`);
    default: {
      const what = {
        timeout: "does not answer in time",
        closed: "closes connections at once",
        "no-host": "cannot be found or routed to",
      };
      const how =
        failure.value in what
          ? what[failure.value as keyof typeof what]
          : "cannot be used, for a reason that the rules do not know";
      return assess(
        "likely",
        failure.value === "other" ? 0.5 : weigh({ words: words !== undefined, setting: running !== undefined }) - 0.05,
        `The service at ${where} ${how} ${seen}${before}.${alive}`,
      );
    }
  }
}
