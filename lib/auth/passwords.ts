import { hash, verify } from "@node-rs/argon2";

// Argon2id with the parameters that OWASP's Password Storage Cheat Sheet gives first: 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The Argon2id hash of a password, in PHC format. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether `password` matches `passwordHash`. */
export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);
