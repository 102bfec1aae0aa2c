import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const httpErrors: Rule = {
  fault: faults.httpErrors,
  component: "HTTP answers",
  evaluate: (facts) => judgeReport(facts, "http-errors", "A share of HTTP requests ends in a server error", true),
  immediateActions: () => [
    "Look at which paths and which version answer with 5xx, and take back what was rolled out last.",
  ],
  longTermFixes: () => ["Roll out to a few first, and go back by itself when errors rise."],
  monitoring: () => ["5xx as a share of answers, by path and version."],
  disprovedBy: "Requests from outside that succeed while the alert goes on.",
};
