import { forgetOldAlerts } from "@/lib/alerts";
import { forgetOldAccess } from "@/lib/auth";
import { forgetOldCalls } from "@/lib/calls";
import { forgetOldEvents } from "@/lib/events";
import { maintainSamples } from "@/lib/monitoring";
import { forgetOldSends } from "@/lib/outbound";
import { expireProposals, supersedeResolved } from "@/lib/remediation";
import { forgetOldSecurity } from "@/lib/security";
import type { Loop } from "../../loop";

export const expireLoop: Loop = {
  name: "expire-proposals",
  timeoutMs: 30_000,
  async tick() {
    await expireProposals();
    return { againInMs: 5_000 };
  },
};

export const supersedeLoop: Loop = {
  name: "supersede-resolved",
  timeoutMs: 30_000,
  async tick() {
    await supersedeResolved();
    return { againInMs: 1_000 };
  },
};

const upkeep = (name: string, work: () => Promise<unknown>): Loop => ({
  name,
  timeoutMs: 120_000,
  async tick() {
    await work();
    return { againInMs: 10 * 60_000 };
  },
});

/** A loop each, so that what one of them cannot do now keeps no other from its own. */
export const upkeepLoops: Loop[] = [
  upkeep("maintain-samples", maintainSamples),
  upkeep("forget-events", forgetOldEvents),
  upkeep("forget-access", forgetOldAccess),
  upkeep("forget-calls", forgetOldCalls),
  upkeep("forget-security", forgetOldSecurity),
  upkeep("forget-alerts", forgetOldAlerts),
  upkeep("forget-sends", forgetOldSends),
];
