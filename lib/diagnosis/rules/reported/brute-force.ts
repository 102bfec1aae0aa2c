import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const securityBruteForce: Rule = {
  fault: faults.securityBruteForce,
  component: "Sign-in",
  evaluate: (facts) => judgeReport(facts, "brute-force", "Somebody tries passwords by the many"),
  immediateActions: () => [
    "Check whether any of the tries got in. Slow down or block the addresses at the edge, and require a second factor for the accounts.",
  ],
  longTermFixes: () => ["Limit tries by account and address, and use keys or passkeys in place of passwords."],
  monitoring: () => ["Failed sign-ins by account and address, and successes right after failures."],
  disprovedBy: "A client of your own with an old password behind the failures.",
};
