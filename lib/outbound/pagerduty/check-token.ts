import { z } from "zod";
import type { IntegrationRow } from "@/lib/integrations";
import { errorText } from "@/lib/platform/errors";
import { wordsOf } from "../outcome";
import { accountOf } from "./account";
import { callPagerDuty, jsonOf, refusalOf, somebodyElse } from "./call";

const Users = z.object({ users: z.array(z.object({ email: z.string() })) });

/**
 * Asks PagerDuty whether it takes an integration's token, and knows the person in whose name word goes back. Answers in words what is
 * wrong; null when nothing is. `/abilities` and not `/users/me`: that one refuses the tokens of a whole account.
 */
export async function checkPagerDutyToken(integration: IntegrationRow): Promise<string | null> {
  const account = accountOf(integration);
  if (!account) return "There is no REST API key";
  try {
    const abilities = await callPagerDuty(account, { method: "GET", path: "/abilities" });
    if (abilities.status !== 200) return wordsOf(refusalOf(abilities).words);
    const { fromEmail } = account;
    if (fromEmail === null)
      return "It is not said in whose name word goes back: enter the login of one of PagerDuty's users";
    const found = await callPagerDuty(account, { method: "GET", path: "/users", query: [["query", fromEmail]] });
    if (found.status !== 200) return wordsOf(refusalOf(found).words);
    const users = Users.safeParse(jsonOf(found.text));
    if (!users.success) return somebodyElse("The answer holds no list of users");
    const isKnown = users.data.users.some(({ email }) => email.toLowerCase() === fromEmail.toLowerCase());
    return isKnown ? null : `PagerDuty knows no user with the login ${fromEmail}`;
  } catch (error) {
    return wordsOf(errorText(error));
  }
}
