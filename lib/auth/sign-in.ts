import { z } from "zod";
import { prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import type { Origin } from "./ctx";
import { deviceIdIn } from "./device";
import { homeOf, openSession } from "./open-session";
import { matchesPassword } from "./passwords";
import { takeSecondFactor } from "./second-factor";
import { noteSecurityEvent, type SecurityEventInput } from "./security-events";
import {
  accountBucket,
  addressBucket,
  type Bucket,
  codeBucket,
  deviceBucket,
  fill,
  giveBack,
  pairBucket,
  take,
} from "./throttle";

export const SignIn = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(1024),
  /** Of the authenticator app, or a recovery code; asked for after the password. */
  code: z.string().max(64).optional(),
});

export type SignedIn = { sessionId: string; userId: string; name: string; email: string; expiresAt: Date };

export type SignInOutcome =
  | ({ outcome: "signed_in" } & SignedIn)
  | { outcome: "refused" | "nowhere" | "code_needed" | "code_wrong" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/**
 * Opens a session for an email and password (and a code where the person has a second factor), in the organization they were last in.
 * `refused` says neither which of the two is wrong nor whether there is such a person, by its words, by its time or by when tries run
 * out. `nowhere`: both are right, and the person is a member of no organization any more. `device` is the token of a browser that has signed in before.
 */
export async function signIn(input: unknown, origin: Origin, device: string | null = null): Promise<SignInOutcome> {
  const parsed = SignIn.safeParse(input);
  if (!parsed.success) return { outcome: "refused" };
  const { password, code } = parsed.data;
  const email = parsed.data.email.toLowerCase();
  const deviceId = deviceIdIn(device, email);

  // Taken before the password is looked at: tries that are made at once must not all count as the first.
  const tries = triesFor(email, origin, deviceId);
  const waitMs = await takeAll(tries);
  if (waitMs > 0) return throttled(waitMs, { email, origin });
  const user = await prisma().user.findUnique({ where: { email } });
  if (!(await matchesPassword(user?.passwordHash ?? null, password)) || !user) {
    noteSoon("sign_in.failed", { email, origin });
    return { outcome: "refused" };
  }
  const organizationId = await homeOf(user.id);
  if (!organizationId) {
    noteSoon("sign_in.failed", { email, origin, data: { reason: "a member of no organization" } });
    // A member of the demo alone is told nothing outside demo mode: everybody knows that password.
    return { outcome: (await prisma().member.count({ where: { userId: user.id } })) > 0 ? "refused" : "nowhere" };
  }

  let secondFactor: string | null = null;
  if (user.totpEnabledAt) {
    if (!code) {
      await Promise.all(tries.map(giveBack));
      return { outcome: "code_needed" };
    }
    const codes = codeBucket(user.id, deviceId);
    const codeWaitMs = await take(codes);
    if (codeWaitMs > 0) return throttled(codeWaitMs, { email, origin, data: { factor: "code" } });
    secondFactor = await takeSecondFactor(user, code);
    if (!secondFactor) {
      noteSoon("totp.failed", { email, origin });
      return { outcome: "code_wrong" };
    }
    await fill(codes);
  }

  const opened = await openSession({ userId: user.id, organizationId, origin, signedInBy: "password" });
  const [own, ...shared] = tries;
  if (own) await fill(own);
  await Promise.all(shared.map(giveBack));
  const data = { by: "password", ...(secondFactor && { second_factor: secondFactor }) };
  noteSoon("sign_in.succeeded", { email, origin, data });
  return { outcome: "signed_in", ...opened, userId: user.id, name: user.name, email };
}

/** The first is the caller's own; the others they share with strangers. */
function triesFor(email: string, { address }: Origin, deviceId: string | null): Bucket[] {
  if (deviceId) return [deviceBucket(deviceId)];
  const place = address ?? "unknown";
  return [pairBucket(email, place), addressBucket(place), accountBucket(email)];
}

async function takeAll(buckets: Bucket[]): Promise<number> {
  for (const bucket of buckets) {
    const waitMs = await take(bucket);
    if (waitMs > 0) return waitMs;
  }
  return 0;
}

function throttled(waitMs: number, about: Happening): SignInOutcome {
  noteSoon("sign_in.throttled", about);
  return { outcome: "throttled", retryAfterSeconds: Math.ceil(waitMs / 1_000) };
}

type Happening = { email: string; origin: Origin; data?: Record<string, unknown> };

/** After the answer, not before it: how long it takes to find out whom this concerns would tell whether there is such a person. */
function noteSoon(kind: SecurityEventInput["kind"], { email, origin, data }: Happening): void {
  const note = async () => {
    const user = await prisma().user.findUnique({ where: { email } });
    await noteSecurityEvent({
      kind,
      organizationId: user && (await homeOf(user.id)),
      actor: user && { kind: "user", id: user.id, name: user.name },
      ...origin,
      data: { email, ...data },
    });
  };
  note().catch((error) => logger.warn({ kind, error: errorText(error) }, "A security event could not be kept"));
}
