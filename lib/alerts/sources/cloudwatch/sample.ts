import { type KeyObject, randomUUID } from "node:crypto";
import type { Occasion, Sample } from "../occasion";
import { readMessage, signedText } from "./message";
import { SIMULATOR_CERTIFICATE, signAsSimulator, simulatorKeyIn } from "./simulator";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms";

/** An alarm's notification. Only Amazon has its key: with the simulator's the simulator signs it, else the signature is none. */
export function cloudwatchSample({ state, title, description, service, dedupKey, at, secret }: Occasion): Sample {
  const [now, before] = state === "firing" ? ["ALARM", "OK"] : ["OK", "ALARM"];
  const alarm = {
    AlarmName: title,
    AlarmDescription: description ?? null,
    AWSAccountId: "123456789012",
    AlarmConfigurationUpdatedTimestamp: "2026-01-01T00:00:00.000+0000",
    NewStateValue: now,
    NewStateReason: `Threshold Crossed: 1 datapoint was ${state === "firing" ? "" : "not "}greater than the threshold (80.0).`,
    StateChangeTime: at.toISOString().replace("Z", "+0000"),
    Region: "US East (N. Virginia)",
    AlarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${dedupKey}`,
    OldStateValue: before,
    OKActions: [TOPIC],
    AlarmActions: [TOPIC],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: "CPUUtilization",
      Namespace: "AWS/ECS",
      StatisticType: "Statistic",
      Statistic: "AVERAGE",
      Unit: null,
      Dimensions: [{ value: service, name: "ServiceName" }],
      Period: 60,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 80,
      TreatMissingData: "missing",
      EvaluateLowSampleCountPercentile: "",
    },
  };
  const message = {
    Type: "Notification",
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Subject: `${now}: "${title}" in US East (N. Virginia)`.slice(0, 100),
    Message: JSON.stringify(alarm),
    Timestamp: at.toISOString(),
    SignatureVersion: "1",
    Signature: Buffer.from("a sample, not signed by Amazon").toString("base64"),
    SigningCertURL:
      "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem",
    UnsubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
  };
  const key = simulatorKeyIn(secret);
  const said = key ? signed(message, key) : message;
  return {
    headers: { "content-type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "Notification" },
    body: Buffer.from(JSON.stringify(said)),
  };
}

function signed(message: Record<string, string>, key: KeyObject): Record<string, string> {
  const whole = { ...message, SignatureVersion: "2", SigningCertURL: SIMULATOR_CERTIFICATE };
  const read = readMessage(Buffer.from(JSON.stringify(whole)));
  const text = read && signedText(read);
  if (!text) throw new Error("The sample of CloudWatch is no message of Amazon SNS");
  return { ...whole, Signature: signAsSimulator(key, text) };
}
