import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const networkCdnLatency: Rule = {
  fault: faults.networkCdnLatency,
  component: "Content network",
  evaluate: (facts) => judgeReport(facts, "cdn-latency", "The content network answers late", true),
  immediateActions: () => [
    "Compare hit rate and time to first byte by region; if hits fell, look at what changed in cache headers or was purged.",
  ],
  longTermFixes: () => ["Shield the origin, and let stale content be served while it is fetched anew."],
  monitoring: () => ["Hit rate and time to first byte by region, and load of the origin."],
  disprovedBy: "Answers from that region that are as fast as elsewhere.",
};
