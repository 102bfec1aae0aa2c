import { type Ctx, require } from "@/lib/auth";
import { sha256 } from "@/lib/platform/crypto";
import type { PromptView } from "./contract";
import { charge } from "./investigator/prompt";

/** What models are told first, as it is sent. */
export function listPrompts(ctx: Ctx): PromptView[] {
  require(ctx, "read");
  const says =
    "What the investigator is told before anything about an incident; nothing in it depends on the incident.";
  return [{ name: "investigator", says, text: charge, sha256: sha256(charge) }];
}
