import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { weigh } from "../weigh";
import { judgeReport } from "./judge-report";

export const dnsFailing: Rule = {
  fault: faults.dnsFailing,
  component: "Name resolution",
  evaluate(facts) {
    const { probe, alerts } = facts.known;
    const told = alerts?.value["dns-failure"] ? alerts : undefined;
    const lost = probe?.value.failures.includes("no-host") ? probe : undefined;
    // A name that is not found may be a wrong name: that is for service.unreachable to say, unless somebody else sees it, too.
    if (!told || !lost) return judgeReport(facts, "dns-failure", "Names are not resolved");
    return assess(
      "confirmed",
      weigh({ words: true, setting: false }),
      `Names are not resolved: the host of this service cannot be found ${cite(lost)}, and an alert says that name resolution fails ${cite(told)}.`,
    );
  },
  immediateActions: () => [
    "Ask each resolver directly (dig @address name), and point clients to one that answers; cached answers run out within minutes.",
  ],
  longTermFixes: () => [
    "Have resolvers in two places, let them serve stale answers, and give records longer lifetimes before changes.",
  ],
  monitoring: () => ["Share of failed queries by resolver, asked from the places where clients are."],
  disprovedBy: "The same names resolved by the same resolver, asked directly.",
};
