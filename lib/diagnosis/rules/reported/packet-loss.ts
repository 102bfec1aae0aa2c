import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const networkPacketLoss: Rule = {
  fault: faults.networkPacketLoss,
  component: "Network link",
  evaluate: (facts) => judgeReport(facts, "packet-loss", "A link loses packets"),
  immediateActions: () => [
    "Look at error counters at both ends of the link; move traffic away from it, then change cable or optics.",
  ],
  longTermFixes: () => ["Have a second way, and let routing leave a link that loses packets."],
  monitoring: () => ["Loss and round trip between places, and interface errors per port."],
  disprovedBy: "A path measurement (mtr) over that link without loss.",
};
