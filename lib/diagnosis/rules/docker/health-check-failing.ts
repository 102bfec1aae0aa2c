import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { answerOf } from "../server-down";
import { HINT, weigh } from "../weigh";

export const dockerHealthCheckFailing: Rule = {
  fault: faults.dockerHealthCheckFailing,
  component: "Container health check",
  evaluate(facts) {
    const { container, target } = facts.known;
    if (!container || target?.value.state !== "running") return null;
    const { health, failingChecks } = container.value;
    const failed = `${failingChecks} checks in a row have failed ${cite(container)}`;
    const answer = answerOf(facts);
    if (health === "unhealthy")
      return answer
        ? assess(
            "likely",
            weigh({ words: false, setting: false }) - 0.1,
            `The container's own health check fails, and yet the service answers ${cite(answer)}: ${failed}. The check itself may be at fault.`,
          )
        : assess(
            "confirmed",
            weigh({ words: true, setting: false }),
            `The container runs, but its own health check fails: ${failed}.`,
          );
    if (failingChecks > 0 && health !== "healthy")
      return assess("likely", HINT, `The container is starting, and its first health checks fail: ${failed}.`);
    return failingChecks > 0
      ? assess("rejected", 0.8, `The health check is content, though the last one failed ${cite(container)}.`)
      : null;
  },
  immediateActions: ({ known }) => [
    `Run the health check's command by hand in the container, and read what it says ${cite(known.container)}.`,
  ],
  longTermFixes: () => ["Let the check test what users need, with a timeout that a busy moment does not break."],
  monitoring: () => ["The health status of each container, and how many checks have failed in a row."],
  disprovedBy: "The check's own command succeeding in the container while its status stays unhealthy.",
};
