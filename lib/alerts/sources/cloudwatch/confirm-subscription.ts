import { amazonUrl } from "./amazon-url";

const PATIENCE_MS = 10_000;

/**
 * Tells Amazon that this installation wants what a topic sends, by visiting the address that a proven SubscriptionConfirmation named.
 * Throws when the address is not Amazon's, or when Amazon does not say yes.
 */
export async function confirmSubscription(subscribeUrl: string): Promise<void> {
  const url = amazonUrl(subscribeUrl);
  if (!url) throw new Error("The address to confirm at is no address of Amazon SNS");
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Amazon answered ${response.status} to the confirmation`);
}
