import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const applicationErrors: Rule = {
  fault: faults.applicationErrors,
  component: "Application",
  evaluate: (facts) => judgeReport(facts, "error-rate", "A share of all calls fails", true),
  immediateActions: () => [
    "Look at which error it is for most, and since when; take back what was rolled out just before.",
  ],
  longTermFixes: () => ["Retry deadlocks and serialization failures with back-off, and keep transactions short."],
  monitoring: () => ["Failed calls as a share of all, by kind of error."],
  disprovedBy: "A share of failed calls as before, by another measurement.",
};
