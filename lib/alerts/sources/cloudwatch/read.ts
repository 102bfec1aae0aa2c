import type { Alert } from "../../alert";
import type { AlertAction } from "../../contract";
import { type Json, listOf, objectOf, readJson } from "../read-json";
import { type Arrived, type Reading, Unreadable } from "../source";
import { dedupKeyOf, errorLinesOf, firstText, labelsOf, linksOf, most, paragraphs, textOf } from "../texts";
import { timeOf } from "../times";
import { amazonUrl } from "./amazon-url";
import { readMessage } from "./message";

const states: Record<string, AlertAction> = { ALARM: "trigger", OK: "resolve", INSUFFICIENT_DATA: "change" };

const TOPIC = /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/;

/** What an SNS message says. One that no alarm sent is kept and shown, and that is all. */
export function read({ body }: Arrived): Reading {
  const message = readMessage(body);
  if (!message)
    throw new Unreadable("This is no message of Amazon SNS: Type, MessageId, TopicArn or Message is missing");
  if (message.type === "UnsubscribeConfirmation") return { eventType: message.type, alerts: [] };
  if (message.type === "SubscriptionConfirmation") {
    const url = amazonUrl(message.fields.SubscribeURL);
    if (!url) throw new Unreadable("The field SubscribeURL is missing, or no address of Amazon SNS");
    if (message.topicArn.length > 300 || !TOPIC.test(message.topicArn))
      throw new Unreadable("The field TopicArn is no ARN of an SNS topic");
    return { eventType: message.type, alerts: [], confirm: { topicArn: message.topicArn, subscribeUrl: url.href } };
  }
  const alarm = alarmIn(message.message);
  return alarm
    ? { eventType: textOf(`alarm ${alarm.state}`, most.eventType), alerts: [alertOf(alarm)] }
    : { eventType: "notification", alerts: [] };
}

type Alarm = { state: string; action: AlertAction; name: string; fields: Json };

function alarmIn(message: string): Alarm | null {
  let fields: Json;
  try {
    fields = readJson(Buffer.from(message));
  } catch {
    return null;
  }
  const { NewStateValue: state, AlarmName } = fields;
  if (typeof state !== "string" || !Object.hasOwn(states, state)) return null;
  const name = firstText(most.title, AlarmName)?.replace(/\p{Surrogate}/gu, "�");
  if (name === undefined) throw new Unreadable("The field AlarmName of the alarm is missing");
  return { state, action: states[state] as AlertAction, name, fields };
}

function alertOf({ state, action, name, fields }: Alarm): Alert {
  const trigger = objectOf(fields.Trigger);
  const dimensions = dimensionsOf(trigger);
  const description = paragraphs(fields.AlarmDescription, fields.NewStateReason);
  const arn = firstText(most.href, fields.AlarmArn);
  const region = /^arn:aws:cloudwatch:([a-z0-9-]{1,30}):/.exec(arn ?? "")?.[1];
  return {
    action,
    dedupKey: dedupKeyOf(arn ?? `${textOf(fields.Region, most.label)}:${textOf(fields.AlarmName, most.href)}`),
    at: timeOf(fields.StateChangeTime),
    title: name,
    description,
    severity: action === "resolve" ? null : state.toLowerCase(),
    service: serviceOf(dimensions, trigger, name),
    // `Region` is a name for people, as "US East (N. Virginia)"; the ARN has the one for addresses.
    labels: labelsOf(
      { state, region: region ?? fields.Region, account: fields.AWSAccountId, alarm: fields.AlarmName },
      { namespace: trigger.Namespace, metric: trigger.MetricName, rule: fields.AlarmRule },
      dimensions,
    ),
    links: region ? linksOf({ href: consoleUrl(region, name), text: "The alarm in CloudWatch" }) : [],
    errorLines: errorLinesOf(description),
    ref: null,
    by: null,
  };
}

/** Written as `{name, value}` in notifications and as `{Name, Value}` in other places. */
function dimensionsOf({ Dimensions, Metrics }: Json): Json {
  // An alarm on a formula has its dimensions in the metrics that the formula is made of.
  const ofFormula = listOf(Metrics).map((metric) => objectOf(objectOf(objectOf(metric).MetricStat).Metric).Dimensions);
  const all = [Dimensions, ...ofFormula].flatMap(listOf).map(objectOf);
  return Object.fromEntries(
    all.slice(0, most.labels).map((each) => [textOf(each.name ?? each.Name, most.labelName), each.value ?? each.Value]),
  );
}

/** Dimensions that name what is affected, the plainest first. */
const serviceDimensions = [
  "ServiceName",
  "FunctionName",
  "DBInstanceIdentifier",
  "DBClusterIdentifier",
  "CacheClusterId",
  "LoadBalancer",
  "TargetGroup",
  "QueueName",
  "TableName",
  "ApiName",
  "AutoScalingGroupName",
  "InstanceId",
  "ClusterName",
];

function serviceOf(dimensions: Json, { Namespace, MetricName }: Json, alarmName: string): string | null {
  const named = firstText(
    most.service,
    ...serviceDimensions.map((name) => dimensions[name]),
    ...Object.values(dimensions),
  );
  // Without dimensions a metric is a whole namespace's; a composite alarm has nothing but its name.
  return named ?? firstText(most.service, MetricName === undefined ? null : Namespace, alarmName);
}

const consoleUrl = (region: string, name: string): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`;
