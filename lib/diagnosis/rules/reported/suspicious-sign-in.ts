import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const securitySuspiciousSignIn: Rule = {
  fault: faults.securitySuspiciousSignIn,
  component: "Accounts",
  evaluate: (facts) => judgeReport(facts, "suspicious-sign-in", "A sign-in can hardly be its owner's"),
  immediateActions: () => [
    "Ask the owner over another channel; end all sessions of the account, and change password and second factor. Look at what was done since.",
  ],
  longTermFixes: () => ["Require phishing-resistant second factors, and limit what one account may export."],
  monitoring: () => ["Sign-ins from new devices and far places, and second factors that were asked for many times."],
  disprovedBy: "The owner confirming it over another channel (a VPN, a journey).",
};
