import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const securitySqlInjection: Rule = {
  fault: faults.securitySqlInjection,
  component: "Web requests",
  evaluate: (facts) => judgeReport(facts, "sql-injection", "Requests carry SQL"),
  immediateActions: () => [
    "Block the address and the pattern at the edge; look in the logs of the database for what got through, and keep the logs.",
  ],
  longTermFixes: () => [
    "Pass every value as a parameter of the statement, and give the application a role that may do only what it needs.",
  ],
  monitoring: () => ["Database syntax errors by path: they are attempts that got far."],
  disprovedBy: "A scan that was ordered, or requests that never reach a statement.",
};
