import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const tlsCertificate: Rule = {
  fault: faults.tlsCertificate,
  component: "TLS certificate",
  evaluate: (facts) =>
    judgeReport(facts, "certificate", "A certificate has expired or is about to, or is not valid for its name"),
  immediateActions: () => [
    "Look at the certificate that is really served (openssl s_client), renew it, and reload what serves it.",
  ],
  longTermFixes: () => ["Renew by ACME at two thirds of the lifetime, and reload with it."],
  monitoring: () => ["Days until each certificate that is served expires, looked at from outside."],
  disprovedBy: "The certificate served under that name being valid for weeks to come.",
};
