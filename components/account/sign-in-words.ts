/** What to say for a reason that came back from a sign-in. The reason stands in the address bar, so only known ones have words of their own. */
export function wordsFor(reason: string, status = 200): string {
  const [code = "", detail = ""] = reason.split(":");
  if (code === "Throttled") return `Too many tries. Wait ${waitOf(Number(detail))}, then try again.`;
  if (Object.hasOwn(words, code)) return words[code] ?? other;
  return status === 0 || status >= 500 ? unavailable : other;
}

const unavailable = "Nightshift could not check the login now. Try again in a moment.";
const other = "The login was not taken. Try again.";
const providerDown =
  "That identity provider did not answer as it should. Try again later, or sign in with your password below.";

const words: Record<string, string> = {
  CredentialsSignin: "That email and password do not go together.",
  Nowhere:
    "You are not a member of any organization now. Ask for an invitation; its link takes this email and password.",
  CodeWrong: "That code is wrong, or was used already. The next one comes within half a minute.",
  Unavailable: unavailable,
  OAuthSignin: providerDown,
  OAuthCallback: providerDown,
  Callback: providerDown,
  NotInvited: "You are not a member here. Ask an owner or admin to invite the email address that you use there.",
  NoEmail: "That provider vouches for no email address of yours. Verify one there, or sign in with your password.",
  ConnectFirst:
    "There is an account with your email address that this provider is not connected to. Sign in with its password, then connect the provider under Security.",
};

function waitOf(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return "a moment";
  if (seconds < 100) return `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
