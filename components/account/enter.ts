import { signIn } from "next-auth/react";

/** Signs in with a login that was chosen a moment ago, and goes to `path`; where that fails, to the form. */
export async function enter(login: { email: string; password: string }, path: string): Promise<void> {
  const answer = await signIn("credentials", { ...login, redirect: false, callbackUrl: "/" });
  location.assign(answer?.ok && !answer.error ? path : "/sign-in");
}
