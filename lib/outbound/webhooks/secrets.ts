import { type Secret, secretsOf } from "@/lib/integrations";

/** The secrets of a webhook, newest first. From here on the process knows them, so its logs and records must not show them. */
export const secretsOfWebhook = ({ secretsSealed }: { secretsSealed: string }): Secret[] =>
  secretsOf({ secretsSealed });
