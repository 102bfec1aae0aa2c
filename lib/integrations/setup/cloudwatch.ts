import type { Setup } from "./setup";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html */
export const cloudwatch: Setup = ({ address }) => [
  { text: "Make an SNS topic for your alarms, or use the one that they notify already.", paste: null },
  {
    text: "Subscribe this address to the topic. Raw message delivery stays off: without its envelope nobody could check who sent it.",
    paste: `aws sns subscribe --topic-arn ARN-OF-THE-TOPIC --protocol ${address.startsWith("https:") ? "https" : "http"} \\
  --notification-endpoint '${address}'`,
  },
  {
    text: "Nightshift confirms the subscription by itself once the signature of Amazon holds. The first topic that proves itself is entered under Topics; others are refused until you add them there.",
    paste: null,
  },
  {
    text: "Let your alarms notify the topic for the states ALARM and OK, so that incidents end by themselves.",
    paste: null,
  },
];
