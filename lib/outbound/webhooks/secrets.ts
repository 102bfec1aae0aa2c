import { type Secret, secretsOf } from "@/lib/integrations";

/** The secrets of a webhook, newest first. They sign what is sent and are never sent themselves. */
export const secretsOfWebhook = ({ secretsSealed }: { secretsSealed: string }): Secret[] =>
  secretsOf({ secretsSealed });
