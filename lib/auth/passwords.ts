import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/platform/errors";
import { fill, passwordBucket, take } from "./throttle";

// Argon2id with the parameters that OWASP's Password Storage Cheat Sheet gives first: 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The Argon2id hash of a password, in PHC format. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let decoy: Promise<string> | undefined;

/**
 * Whether `password` matches `passwordHash`. Where there is none it is verified against something all the same, or the answer's time
 * would say that there is none.
 */
export async function matchesPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("a password that nobody has");
  const matches = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && matches;
}

/**
 * Asks for the password again before something that a stolen session must not do. Throws `forbidden` when it is wrong and `limited`
 * after too many tries.
 */
export async function confirmPassword(
  { id, passwordHash }: { id: string; passwordHash: string | null },
  password: string,
): Promise<void> {
  const tries = passwordBucket(id);
  const waitMs = await take(tries);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000);
    throw new AppError("limited", `Too many tries with a wrong password; wait ${seconds} s`, {
      retry_after_seconds: seconds,
    });
  }
  if (!(await matchesPassword(passwordHash, password))) throw new AppError("forbidden", "That is not your password");
  await fill(tries);
}
