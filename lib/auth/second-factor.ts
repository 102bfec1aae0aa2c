import { clock } from "@/lib/platform/clock";
import { sha256, unseal } from "@/lib/platform/crypto";
import { prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { matchingStep, newRecoveryCode, plainRecoveryCode } from "./totp";

type Holder = { id: string; totpSecretSealed: string | null };

/**
 * Uses up a code of the person's authenticator app or one of their recovery codes. Returns which it was; null when it is neither, or was
 * used before. Of two who bring the same code at once, one gets in.
 */
export async function takeSecondFactor(user: Holder, code: string): Promise<"app" | "recovery" | null> {
  const digits = code.replace(/\s/g, "");
  if (/^\d{6}$/.test(digits)) return (await takeAppCode(user, digits)) ? "app" : null;
  const plain = plainRecoveryCode(code);
  if (plain.length !== 16) return null;
  const { count } = await prisma().recoveryCode.updateMany({
    where: { userId: user.id, codeHash: sha256(plain), usedAt: null },
    data: { usedAt: clock.now() },
  });
  return count === 1 ? "recovery" : null;
}

async function takeAppCode({ id, totpSecretSealed }: Holder, code: string): Promise<boolean> {
  if (!totpSecretSealed) return false;
  const step = matchingStep(Buffer.from(unseal(totpSecretSealed), "base64url"), code, clock.now());
  if (step === null) return false;
  const { count } = await prisma().user.updateMany({
    where: { id, totpSecretSealed, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

const HOW_MANY = 10;

/** Makes a person's recovery codes anew and returns them, for the only time: what is kept is their hashes. The old ones end. */
export async function renewRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  // Of 80 random bits each, which no list of guesses covers: a slow hash would add nothing.
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ id: newId(), userId, codeHash: sha256(plainRecoveryCode(code)) })),
  });
  return codes;
}
