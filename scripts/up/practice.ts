import { keyFor } from "@/lib/platform/crypto";
import { PracticeTarget } from "@/lib/platform/practice-contract";

/** The practice services as the sandbox's control server names them, or null while they are not up. */
export async function practiceTargets(): Promise<PracticeTarget[] | null> {
  const address = `${process.env.NIGHTSHIFT_SANDBOX_URL}/targets`;
  const headers = { authorization: `Bearer ${keyFor("sandbox").toString("hex")}` };
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(10_000) });
    return response.ok ? PracticeTarget.array().parse(await response.json()) : null;
  } catch {
    // Not listening yet.
    return null;
  }
}

/** Puts the practice services under watch in this organization. */
export async function watchPractice(targets: PracticeTarget[], organizationId: string): Promise<void> {
  // Only now: these modules need the generated client.
  const { registerPracticeService } = await import("@/lib/monitoring");
  const { systemCtx } = await import("@/lib/auth");
  for (const target of targets) await registerPracticeService(systemCtx(organizationId, "up"), target);
}
