import { forgetOldAlerts } from "@/lib/alerts";
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

export const upkeepLoop: Loop = {
  name: "upkeep",
  timeoutMs: 120_000,
  async tick() {
    await maintainSamples();
    await forgetOldEvents();
    await forgetOldCalls();
    await forgetOldSecurity();
    await forgetOldAlerts();
    await forgetOldSends();
    return { againInMs: 10 * 60_000 };
  },
};
