import { recordAudit } from "@/lib/audit";
import {
  base32,
  type Ctx,
  confirmPassword,
  matchingStep,
  newTotpSecret,
  otpauthUri,
  renewRecoveryCodes,
  requireUser,
} from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { seal, unseal } from "@/lib/platform/crypto";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict, forbidden } from "@/lib/platform/errors";
import { ConfirmWithCode, ConfirmWithPassword, type RecoveryCodes, type SecondFactorOffer } from "./contract";

const ALREADY = "A second factor is on already; turn it off first to use another app";

/** The account, after its password was confirmed: a stolen session must not lock its owner out, or let itself in for good. */
async function confirmed(ctx: Ctx, input: unknown) {
  const id = requireUser(ctx);
  const { password } = ConfirmWithPassword.parse(input);
  const user = await prisma().user.findUniqueOrThrow({ where: { id } });
  if (user.passwordHash === null) {
    throw conflict(
      "You sign in through an identity provider, which sees to a second factor; set a password first to add one here",
    );
  }
  await confirmPassword(user, password);
  return user;
}

/**
 * Makes a secret for the caller's authenticator app. Nothing is asked for at sign-in until a code of the app has been confirmed; a
 * second call makes another secret. Throws `conflict` when a second factor is on.
 */
export async function beginSecondFactor(ctx: Ctx, input: unknown): Promise<SecondFactorOffer> {
  const { id, email } = await confirmed(ctx, input);
  const secret = newTotpSecret();
  const { count } = await prisma().user.updateMany({
    where: { id, totpEnabledAt: null },
    data: { totpSecretSealed: seal(secret.toString("base64url")), totpLastStep: null },
  });
  if (count === 0) throw conflict(ALREADY);
  return { secret: (base32(secret).match(/.{4}/g) ?? []).join(" "), uri: otpauthUri(secret, email) };
}

/** Turns the second factor on once the app shows the right code, and returns the recovery codes, for the only time. */
export async function confirmSecondFactor(ctx: Ctx, input: unknown): Promise<RecoveryCodes> {
  const id = requireUser(ctx);
  const code = ConfirmWithCode.parse(input).code.replace(/\s/g, "");
  const { totpSecretSealed, totpEnabledAt } = await prisma().user.findUniqueOrThrow({ where: { id } });
  if (totpEnabledAt) throw conflict(ALREADY);
  if (!totpSecretSealed) throw conflict("Begin with a secret for your authenticator app");
  const now = clock.now();
  const step = matchingStep(Buffer.from(unseal(totpSecretSealed), "base64url"), code, now);
  if (step === null)
    throw forbidden("That is not the code that the app shows now; check that the phone's clock is right");
  return inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, totpSecretSealed, totpEnabledAt: null },
      // The code that confirmed it is used up by that.
      data: { totpEnabledAt: now, totpLastStep: step },
    });
    if (count === 0) throw conflict("The second factor was changed somewhere else meanwhile");
    const recovery_codes = await renewRecoveryCodes(tx, id);
    recordAudit(tx, ctx, { verb: "second-factor.enable", subject: { kind: "user", id } });
    return { recovery_codes };
  });
}

/** Makes new recovery codes; the old ones end. */
export async function newRecoveryCodes(ctx: Ctx, input: unknown): Promise<RecoveryCodes> {
  const { id } = await confirmed(ctx, input);
  return inTransaction(async (tx) => {
    // An update that changes nothing holds the row, so that it cannot be turned off in between.
    const { count } = await tx.user.updateMany({ where: { id, totpEnabledAt: { not: null } }, data: { id } });
    if (count === 0) throw conflict("There is no second factor to recover");
    const recovery_codes = await renewRecoveryCodes(tx, id);
    recordAudit(tx, ctx, { verb: "second-factor.renew-codes", subject: { kind: "user", id } });
    return { recovery_codes };
  });
}

/** Turns the second factor off. Its secret and its recovery codes are gone. */
export async function disableSecondFactor(ctx: Ctx, input: unknown): Promise<null> {
  const { id } = await confirmed(ctx, input);
  await inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, totpEnabledAt: { not: null } },
      data: { totpEnabledAt: null, totpSecretSealed: null, totpLastStep: null },
    });
    if (count === 0) throw conflict("There is no second factor to turn off");
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    recordAudit(tx, ctx, { verb: "second-factor.disable", subject: { kind: "user", id } });
  });
  return null;
}
