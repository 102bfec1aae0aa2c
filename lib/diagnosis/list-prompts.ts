import { type Ctx, require } from "@/lib/auth";
import { sha256 } from "@/lib/platform/crypto";
import type { PromptView } from "./contract";
import { answering, charge } from "./investigator/prompt";

/** What models are told first, as it is sent. */
export function listPrompts(ctx: Ctx): PromptView[] {
  require(ctx, "read");
  return [
    promptOf("investigator", "What the investigator is told before anything about an incident", charge),
    promptOf("answering", "What it is told before a person's question about an incident", answering),
  ];
}

const promptOf = (name: string, says: string, text: string): PromptView => ({
  ...{ name, text, sha256: sha256(text) },
  says: `${says}; nothing in it depends on the incident.`,
});
