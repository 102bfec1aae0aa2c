import { type Json, readJson } from "../read-json";

/** What Amazon SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. */
export type SnsMessage = {
  type: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  messageId: string;
  topicArn: string;
  message: string;
  fields: Json;
};

const types = ["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"] as const;

/** The SNS message in a body, or null when it is none. Throws `Unreadable` when the body is no JSON object. */
export function readMessage(body: Buffer): SnsMessage | null {
  const fields = readJson(body);
  const { Type, MessageId, TopicArn, Message } = fields;
  const type = types.find((each) => each === Type);
  if (!type || typeof MessageId !== "string" || typeof TopicArn !== "string" || typeof Message !== "string")
    return null;
  return { type, messageId: MessageId, topicArn: TopicArn, message: Message, fields };
}

/**
 * The text that SNS signs, or null when a field that belongs in it is missing:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html.
 */
export function signedText({ type, fields }: SnsMessage): string | null {
  const names =
    type === "Notification"
      ? ["Message", "MessageId", ...(fields.Subject === undefined || fields.Subject === null ? [] : ["Subject"])]
      : ["Message", "MessageId", "SubscribeURL"];
  const rest = type === "Notification" ? ["Timestamp", "TopicArn", "Type"] : ["Timestamp", "Token", "TopicArn", "Type"];
  let text = "";
  for (const name of [...names, ...rest]) {
    const value = fields[name];
    if (typeof value !== "string") return null;
    text += `${name}\n${value}\n`;
  }
  return text;
}
