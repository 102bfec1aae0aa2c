import type { Facts, TargetState } from "../facts";
import { type Assessment, assess, cite } from "./rule";
import { weigh } from "./weigh";

const gone = ["refused", "timeout", "closed", "no-host"] as const;

/** Evidence that somebody answers behind the port, whatever the answer is. */
export function answerOf({ known }: Facts) {
  const { redisPing, postgresActivity, probe, sessionFailure } = known;
  if (redisPing?.value.ok) return redisPing;
  if (postgresActivity) return postgresActivity;
  if (probe && !probe.value.failures.some((failure) => isGone(failure) || failure === "other")) return probe;
  return sessionFailure && !isGone(sessionFailure.value) && sessionFailure.value !== "other"
    ? sessionFailure
    : undefined;
}

const isGone = (failure: string): boolean => (gone as readonly string[]).includes(failure);

/** Judges whether the server process itself is gone; shared by every kind of server that is one process or container. */
export function judgeDown(facts: Facts, server: string): Assessment | null {
  const { known, subject } = facts;
  const { target, targetLog, probe, sample, sessionFailure } = known;
  const answer = answerOf(facts);
  if (answer) return assess("rejected", 0.95, `${server} is not down: it answers ${cite(answer)}.`);

  const failure = probe?.value.failures.some(isGone)
    ? probe
    : sessionFailure && isGone(sessionFailure.value)
      ? sessionFailure
      : undefined;
  const refused = probe?.value.failures.includes("refused") || sessionFailure?.value === "refused";
  if (!failure) return null;
  const says = refused ? "connections are refused" : "it cannot be connected to";
  const words = sample?.value.failures.some(isGone) ? sample : undefined;
  const before = words ? `, as the error lines of the incident say ${cite(words)}` : "";

  if (target?.value.state === "missing")
    return assess("rejected", 0.9, `${server} has not just stopped: there is no container for it ${cite(target)}.`);
  if (target?.value.state === "stopped") {
    const end = endOf(target.value, subject.target, targetLog?.value.cleanShutdown);
    return assess(
      "confirmed",
      weigh({ words: words !== undefined || refused === true, setting: true }),
      `${server} is down: ${says} ${cite(failure, sessionFailure)}${before}. ${end} ${cite(target, targetLog)}.`,
    );
  }
  if (target) {
    const state = target.value.state === "frozen" ? "frozen, not gone" : "running";
    return assess(
      "rejected",
      0.85,
      `${server} is not down: its ${place(subject.target.kind)} is ${state} ${cite(target)}.`,
    );
  }
  if (!refused) return null;
  return assess(
    "likely",
    weigh({ words: words !== undefined, setting: false }),
    `${server} is probably down: connections are refused ${cite(failure, sessionFailure)}${before}. Whether its process is gone could not be looked at.`,
  );
}

type Stopped = Extract<TargetState, { state: "stopped" }>;

const place = (kind: Facts["subject"]["target"]["kind"]): string => (kind === "docker" ? "container" : "process");

function endOf(target: Stopped, { kind }: Facts["subject"]["target"], farewell: boolean | undefined): string {
  const what = `Its ${place(kind)}`;
  const at = target.at && !target.at.startsWith("0001") ? ` at ${target.at.slice(0, 19)}Z` : "";
  const code = `exit code ${target.exitCode}`;
  switch (target.how) {
    case "killed":
      return `${what} was killed${at} (${code}, SIGKILL), and not by the kernel for want of memory (OOMKilled is false)`;
    case "out-of-memory":
      return `${what} was killed by the kernel${at} because it used more memory than its limit (${code}, OOMKilled is true)`;
    case "clean":
      return `${what} stopped in an orderly way${at} (${code}): somebody or something asked it to`;
    case "failed":
      return `${what} ended with an error${at} (${code})`;
    case "restarting":
      return `${what} keeps ending and is being restarted (last ${code})`;
    case "ended": {
      if (farewell === undefined) return `${what} does not run; nothing says how it ended`;
      return farewell
        ? `${what} does not run, and its log ends with an orderly shutdown`
        : `${what} does not run, and its log ends without a shutdown: it did not stop because it was asked to`;
    }
  }
}

/** What to do about a server that is gone, by how it went. */
export function startAgain({ subject, known }: Facts, server: string): string[] {
  const { target } = known;
  const command = subject.target.kind === "docker" ? `docker restart ${subject.target.name}` : "its start command";
  const first = `Start ${server} again with ${command}, and see that it stays up${target ? ` ${cite(target)}` : ""}.`;
  const stopped = target?.value.state === "stopped" ? target : undefined;
  if (stopped && stopped.value.state === "stopped" && stopped.value.how === "out-of-memory")
    return [first, `Give it more memory first, or it will be killed again ${cite(stopped)}.`];
  if (stopped && stopped.value.state === "stopped" && stopped.value.how === "clean")
    return [`Ask who stopped it, and why, before it is started: it stopped in an orderly way ${cite(stopped)}.`, first];
  return known.targetLog ? [first, `Read the end of its log for the reason ${cite(known.targetLog)}.`] : [first];
}
