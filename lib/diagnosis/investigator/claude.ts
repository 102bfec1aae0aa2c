import Anthropic from "@anthropic-ai/sdk";
import { env } from "@/lib/platform/env";
import { registerSecret } from "@/lib/platform/redact";

/** Claude as this installation reaches it. */
export type Claude = { client: Anthropic; model: string };

/** Whoever speaks the Messages API at this address, and wants no key. */
export const claudeAt = (baseURL: string, model: string): Claude => ({
  model,
  client: new Anthropic({ apiKey: "none", baseURL, maxRetries: 0, logLevel: "off" }),
});

let made: { key: string; claude: Claude } | undefined;

/** Claude, when there is a key for it; else null, and the rules speak alone. */
export function claude(): Claude | null {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseURL, NIGHTSHIFT_MODEL: model } = env();
  if (!apiKey) return null;
  const key = JSON.stringify([apiKey, baseURL, model]);
  if (made?.key !== key) {
    registerSecret(apiKey);
    // `hear` tries again: it knows how long anybody waits, and says meanwhile that it lives.
    made = { key, claude: { model, client: new Anthropic({ apiKey, baseURL, maxRetries: 0, logLevel: "off" }) } };
  }
  return made.claude;
}
