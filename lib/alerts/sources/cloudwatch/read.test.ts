import { describe, expect, test } from "vitest";
import { Unreadable } from "../source";
import { arrivedOf, integrationOf } from "../sources.fixture";
import { cloudwatch } from ".";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const alarm = {
  AlarmName: "checkout cpu",
  AlarmDescription: "CPU of checkout is high",
  AWSAccountId: "123456789012",
  NewStateValue: "ALARM",
  NewStateReason: "Threshold Crossed: 1 datapoint [97.0] was greater than the threshold (80.0).",
  StateChangeTime: "2026-03-01T11:59:30.123+0000",
  Region: "EU (Ireland)",
  AlarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:checkout cpu",
  OldStateValue: "OK",
  Trigger: {
    MetricName: "CPUUtilization",
    Namespace: "AWS/ECS",
    Dimensions: [
      { value: "prod", name: "ClusterName" },
      { value: "checkout", name: "ServiceName" },
    ],
  },
};
const message = { Type: "Notification", MessageId: "22b80b92", TopicArn: TOPIC, Timestamp: "2026-03-01T12:00:00.000Z" };
const readAll = (fields: object) => cloudwatch.read(arrivedOf({ ...message, ...fields }), integrationOf("cloudwatch"));
const read = (change: object = {}) => readAll({ Message: JSON.stringify({ ...alarm, ...change }) }).alerts[0];

describe("an alarm", () => {
  test("is read with all there is about it", () => {
    expect(read()).toEqual({
      action: "trigger",
      dedupKey: alarm.AlarmArn,
      at: new Date("2026-03-01T11:59:30.123Z"),
      title: "checkout cpu",
      description: `CPU of checkout is high\n\n${alarm.NewStateReason}`,
      severity: "alarm",
      service: "checkout",
      labels: {
        state: "ALARM",
        region: "eu-west-1",
        account: "123456789012",
        alarm: "checkout cpu",
        namespace: "AWS/ECS",
        metric: "CPUUtilization",
        ClusterName: "prod",
        ServiceName: "checkout",
      },
      links: [
        {
          href: "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/checkout%20cpu",
          text: "The alarm in CloudWatch",
        },
      ],
      errorLines: [],
      ref: null,
      by: null,
    });
  });

  test("that is over is resolved; one without data changes nothing", () => {
    expect(read({ NewStateValue: "OK" })).toMatchObject({
      action: "resolve",
      dedupKey: alarm.AlarmArn,
      severity: null,
    });
    expect(read({ NewStateValue: "INSUFFICIENT_DATA" })).toMatchObject({
      action: "change",
      severity: "insufficient_data",
      description: expect.stringContaining("Threshold Crossed"),
    });
  });

  test("of old has no ARN: region and name tell it apart", () => {
    expect(read({ AlarmArn: undefined })).toMatchObject({ dedupKey: "EU (Ireland):checkout cpu", links: [] });
  });

  test("made of others has a rule and no trigger; one on a formula has its dimensions in the metrics", () => {
    expect(read({ Trigger: undefined, AlarmRule: "ALARM(a) OR ALARM(b)" })).toMatchObject({
      service: "checkout cpu",
      labels: { rule: "ALARM(a) OR ALARM(b)" },
    });
    const Metrics = [
      { Expression: "a/b" },
      {
        MetricStat: {
          Metric: { Namespace: "AWS/RDS", Dimensions: [{ name: "DBInstanceIdentifier", value: "orders-db" }] },
        },
      },
    ];
    expect(read({ Trigger: { Metrics } })).toMatchObject({ service: "orders-db" });
  });

  test("may have anything where something else belongs", () => {
    for (const odd of [null, [], 7, "x", { Dimensions: 7 }, { Dimensions: [null, { name: {} }], Metrics: [[[]]] }])
      expect(
        read({ Trigger: odd, AlarmDescription: odd, StateChangeTime: odd, AlarmArn: odd === "x" ? null : odd }),
      ).toMatchObject({
        action: "trigger",
        title: "checkout cpu",
        at: null,
      });
  });

  test("with half of a letter in its name has a link all the same", () => {
    expect(read({ AlarmName: "a\ud800" })?.links).toHaveLength(1);
  });

  test("without a name cannot be read", () => {
    expect(() => read({ AlarmName: null })).toThrow(/AlarmName/);
  });
});

test.each(["Hello", "", "7", "[]", "{}", '{"NewStateValue":"constructor"}', "[".repeat(100_000)])(
  "a message that no alarm sent is kept, and that is all",
  (Message) => {
    expect(readAll({ Message })).toEqual({ eventType: "notification", alerts: [] });
  },
);

describe("a subscription", () => {
  const SubscribeURL = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1";
  const asks = { Type: "SubscriptionConfirmation", Message: "You have chosen", Token: "1", SubscribeURL };

  test("that asks to be let in says by which topic, and where to confirm it", () => {
    expect(readAll(asks)).toEqual({
      eventType: "SubscriptionConfirmation",
      alerts: [],
      confirm: { topicArn: TOPIC, subscribeUrl: SubscribeURL },
    });
  });

  test.each([
    [{ SubscribeURL: undefined }, /SubscribeURL/],
    [{ SubscribeURL: "https://evil.example/" }, /SubscribeURL/],
    [{ TopicArn: "alarms" }, /TopicArn/],
  ])("%j is not let in", (change, words) => {
    expect(() => readAll({ ...asks, ...change })).toThrow(words);
    expect(() => readAll({ ...asks, ...change })).toThrow(Unreadable);
  });

  test("that has ended is kept, and that is all", () => {
    expect(readAll({ ...asks, Type: "UnsubscribeConfirmation" })).toEqual({
      eventType: "UnsubscribeConfirmation",
      alerts: [],
    });
  });
});

test("the id of the message is the key of the delivery", () => {
  expect(cloudwatch.deliveryKey(arrivedOf({ ...message, Message: "x" }))).toBe("22b80b92");
  expect(cloudwatch.deliveryKey(arrivedOf("x"))).toBeNull();
});
