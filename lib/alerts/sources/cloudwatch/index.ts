import type { Source } from "../source";
import { deliveryKeyOf } from "../texts";
import { readMessage } from "./message";
import { prove } from "./prove";
import { read } from "./read";

/** CloudWatch alarms by way of Amazon SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html. */
export const cloudwatch: Source = {
  name: "cloudwatch",
  // SNS carries 256 KB of message, which is longer once it is quoted in JSON.
  mostBytes: 256 * 1_024,
  keptHeaders: [],
  prove,
  deliveryKey: ({ body }) => {
    try {
      return deliveryKeyOf(readMessage(body)?.messageId);
    } catch {
      return null;
    }
  },
  read,
};
